# Une seule ébauche est vue. Et les autres ?
prendre("magasin")
aller_a("controle")
afficher(couleur_piece())
deposer("bac_rouge")
aller_a("repos")
