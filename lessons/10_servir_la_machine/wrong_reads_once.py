# La réponse a été lue avant d'attendre.
prendre("magasin")
deposer("etau")
aller_a("repos")
impulsion(1, 0.5)
finie = entree(1)
attendre_que(finie, delai=15)
if finie:
    prendre("etau")
    deposer("plateau")
aller_a("repos")
