# La question est posée à l'envers.
prendre("magasin")
deposer("etau")
aller_a("repos")
impulsion(1, 0.5)
attendre_que(entree(1), delai=15)
if not entree(1):
    prendre("etau")
    deposer("plateau")
    allumer("vert")
else:
    allumer("rouge")
aller_a("repos")
