# Leçon 11 : ne pas descendre de trop haut, n'ouvrir la pince que ce qu'il faut, avec assez de marge de chaque côté.
vitesse(100)
ouvrir_pince(28)
aller_au_dessus("magasin", 30)
descendre_vers("magasin")
fermer_pince()
remonter(60)  # assez haut pour passer à côté de la pièce témoin
aller_au_dessus("plateau", 50)
descendre_vers("plateau")
ouvrir_pince(28)
remonter(20)
aller_a("repos")
