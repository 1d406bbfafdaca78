# Le magasin est peut-être vide.
while compteur("bonnes") < 4:
    prendre("magasin")
    deposer(decale("bac_bonnes", 45 * compteur("bonnes"), 0, 0))
    compter("bonnes")
afficher(compteur("bonnes"))
aller_a("repos")
