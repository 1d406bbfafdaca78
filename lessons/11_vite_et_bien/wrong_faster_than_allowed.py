# Plus de cent pour cent ?
vitesse(150)
prendre("magasin")
deposer("plateau")
aller_a("repos")
