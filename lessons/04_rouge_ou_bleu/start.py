# Une seule ébauche passe devant le capteur. Que faire de sa couleur, et des cinq autres ?
prendre("magasin")
aller_a("controle")
afficher(couleur_piece())
deposer("bac_rouge")
aller_a("repos")
