# Le compteur est remis à zéro à chaque tour.
while compteur("bonnes") < 4:
    remise_a_zero("bonnes")
    if not piece_presente("magasin"):
        break
    prendre("magasin")
    deposer(decale("bac_bonnes", 45 * compteur("bonnes"), 0, 0))
    compter("bonnes")
afficher(compteur("bonnes"))
aller_a("repos")
