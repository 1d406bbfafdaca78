# Il attend, mais ne demande pas si la machine a fini.
prendre("magasin")
deposer("etau")
aller_a("repos")
impulsion(1, 0.5)
attendre_que(entree(1), delai=15)
prendre("etau")
deposer("plateau")
aller_a("repos")
