# Rien n'est compté : les ébauches vont toutes au même endroit.
while compteur("bonnes") < 4:
    if not piece_presente("magasin"):
        break
    prendre("magasin")
    deposer(decale("bac_bonnes", 45 * compteur("bonnes"), 0, 0))
afficher(compteur("bonnes"))
aller_a("repos")
