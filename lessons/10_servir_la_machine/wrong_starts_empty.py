# La machine démarre avant d'être chargée.
impulsion(1, 0.5)
attendre_que(entree(1), delai=15)
if entree(1):
    prendre("magasin")
    deposer("etau")
    aller_a("repos")
    prendre("etau")
    deposer("plateau")
aller_a("repos")
