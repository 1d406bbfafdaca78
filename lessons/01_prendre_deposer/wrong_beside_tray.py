# L'ébauche est lâchée à côté du plateau.
prendre("magasin")
deposer(decale("plateau", -150, 0, 0))
aller_a("repos")
