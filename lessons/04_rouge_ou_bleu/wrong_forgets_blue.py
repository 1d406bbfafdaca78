# Toutes les ébauches vont dans le bac rouge.
for i in range(2):
    prendre(decale("magasin", 45 * i, 0, 0))
    aller_a("controle")
    if couleur_piece() == "rouge":
        afficher("rouge")
    deposer(decale("bac_rouge", 45 * i, 0, 0))
aller_a("repos")
