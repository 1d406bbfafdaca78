# La sortie 1 reste active : la machine ne verra pas le prochain départ.
prendre("magasin")
deposer("etau")
aller_a("repos")
sortie(1, 1)
attendre_que(entree(1), delai=15)
if entree(1):
    prendre("etau")
    deposer("plateau")
    allumer("vert")
else:
    allumer("rouge")
aller_a("repos")
