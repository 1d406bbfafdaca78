# Le programme attend une couleur qui ne viendra plus.
prendre("magasin")
aller_a("controle")
couleur = couleur_piece()
while couleur == "bleu":
    attendre(1)
deposer("bac_rouge")
aller_a("repos")
