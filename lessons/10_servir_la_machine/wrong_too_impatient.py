# Quatre secondes : la machine a le droit d'en mettre huit.
prendre("magasin")
deposer("etau")
aller_a("repos")
impulsion(1, 0.5)
attendre_que(entree(1), delai=4)
if entree(1):
    prendre("etau")
    deposer("plateau")
    allumer("vert")
else:
    allumer("rouge")
aller_a("repos")
