# Si le magasin est vide, cette boucle ne finit jamais.
while compteur("bonnes") < 4:
    while not piece_presente("magasin"):
        attendre(1)
    prendre("magasin")
    deposer(decale("bac_bonnes", 45 * compteur("bonnes"), 0, 0))
    compter("bonnes")
afficher(compteur("bonnes"))
aller_a("repos")
