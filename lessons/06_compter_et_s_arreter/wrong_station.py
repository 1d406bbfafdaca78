# Ce poste n'a pas de capteur.
while compteur("bonnes") < 4:
    if not piece_presente("bac_bonnes"):
        break
    prendre("magasin")
    deposer(decale("bac_bonnes", 45 * compteur("bonnes"), 0, 0))
    compter("bonnes")
afficher(compteur("bonnes"))
aller_a("repos")
