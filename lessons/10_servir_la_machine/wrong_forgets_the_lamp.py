# Quand la machine a fini, aucun voyant ne le dit.
prendre("magasin")
deposer("etau")
aller_a("repos")
impulsion(1, 0.5)
attendre_que(entree(1), delai=15)
if entree(1):
    prendre("etau")
    deposer("plateau")
else:
    allumer("rouge")
aller_a("repos")
