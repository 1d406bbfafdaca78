# Le robot arrive trop bas : un doigt de la pince touche le bord du plateau.
prendre("magasin")
aller_au_dessus("plateau", 80)
decaler(-150, 0, 0)
decaler(0, 0, -75)
decaler(150, 0, 0)
ouvrir_pince()
remonter(80)
aller_a("repos")
