# La pince s'ouvre trop haut au-dessus du plateau.
prendre("magasin")
aller_au_dessus("plateau", 80)
ouvrir_pince()
aller_a("repos")
