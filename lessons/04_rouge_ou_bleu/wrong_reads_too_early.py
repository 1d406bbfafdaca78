# La couleur est lue avant que la pièce soit devant le capteur.
for i in range(6):
    if couleur_piece() == "rouge":
        prendre(decale("magasin", 45 * i, 0, 0))
        deposer(decale("bac_rouge", 45 * i, 0, 0))
aller_a("repos")
