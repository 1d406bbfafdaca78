# La boucle tourne encore quand il y a déjà quatre ébauches dans le bac.
while compteur("bonnes") <= 4:
    if not piece_presente("magasin"):
        break
    prendre("magasin")
    deposer(decale("bac_bonnes", 45 * compteur("bonnes"), 0, 0))
    compter("bonnes")
afficher(compteur("bonnes"))
aller_a("repos")
