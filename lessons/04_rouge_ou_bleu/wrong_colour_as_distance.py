# Une couleur n'est pas une distance.
prendre("magasin")
aller_a("controle")
couleur = couleur_piece()
deposer(decale("bac_rouge", couleur, 0, 0))
aller_a("repos")
