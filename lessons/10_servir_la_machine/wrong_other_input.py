# La machine répond sur l'entrée 1.
prendre("magasin")
deposer("etau")
aller_a("repos")
impulsion(1, 0.5)
attendre_que(entree(2), delai=15)
if entree(2):
    prendre("etau")
    deposer("plateau")
aller_a("repos")
