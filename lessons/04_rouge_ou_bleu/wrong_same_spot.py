# Les ébauches rouges sont posées l'une sur l'autre.
for i in range(2):
    prendre(decale("magasin", 45 * i, 0, 0))
    aller_a("controle")
    if couleur_piece() == "rouge":
        deposer("bac_rouge")
    else:
        deposer(decale("bac_bleu", 45 * i, 0, 0))
aller_a("repos")
