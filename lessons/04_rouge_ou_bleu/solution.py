# Six ébauches, rouges ou bleues : chacune va dans le bac de sa couleur.
rouges = 0
bleues = 0
for i in range(6):
    prendre(decale("magasin", 45 * i, 0, 0))
    aller_a("controle")
    if couleur_piece() == "rouge":
        deposer(decale("bac_rouge", 45 * rouges, 0, 0))
        rouges += 1
    else:
        deposer(decale("bac_bleu", 45 * bleues, 0, 0))
        bleues += 1
aller_a("repos")
