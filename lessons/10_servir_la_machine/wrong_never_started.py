# La fin du travail ne viendra pas : rien n'a été lancé.
prendre("magasin")
deposer("etau")
aller_a("repos")
attendre_que(entree(1), delai=15)
if entree(1):
    prendre("etau")
    deposer("plateau")
aller_a("repos")
