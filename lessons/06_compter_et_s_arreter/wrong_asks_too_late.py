# La question vient quand la pince est déjà fermée.
while compteur("bonnes") < 4:
    prendre("magasin")
    if not piece_tenue():
        break
    deposer(decale("bac_bonnes", 45 * compteur("bonnes"), 0, 0))
    compter("bonnes")
afficher(compteur("bonnes"))
aller_a("repos")
