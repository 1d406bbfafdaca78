# Les ébauches sont empilées, pas rangées côte à côte.
while compteur("bonnes") < 4:
    if not piece_presente("magasin"):
        break
    prendre("magasin")
    deposer(decale("bac_bonnes", 0, 0, 8.1 * compteur("bonnes")))
    compter("bonnes")
afficher(compteur("bonnes"))
aller_a("repos")
