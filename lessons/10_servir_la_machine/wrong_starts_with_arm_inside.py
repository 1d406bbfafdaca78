# La pince est encore dans la machine au départ.
prendre("magasin")
deposer("etau")
impulsion(1, 0.5)
aller_a("repos")
attendre_que(entree(1), delai=15)
if entree(1):
    prendre("etau")
    deposer("plateau")
aller_a("repos")
