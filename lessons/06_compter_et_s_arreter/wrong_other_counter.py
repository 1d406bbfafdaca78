# « bonne » et « bonnes » sont deux compteurs.
while compteur("bonnes") < 4:
    if not piece_presente("magasin"):
        break
    prendre("magasin")
    deposer(decale("bac_bonnes", 45 * compteur("bonnes"), 0, 0))
    compter("bonne")
afficher(compteur("bonnes"))
aller_a("repos")
