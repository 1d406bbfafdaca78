# Rien n'arrête le robot à quatre.
while True:
    if not piece_presente("magasin"):
        break
    prendre("magasin")
    deposer(decale("bac_bonnes", 45 * compteur("bonnes"), 0, 0))
    compter("bonnes")
afficher(compteur("bonnes"))
aller_a("repos")
