# Il reprend la pièce aussitôt.
prendre("magasin")
deposer("etau")
aller_a("repos")
impulsion(1, 0.5)
prendre("etau")
deposer("plateau")
aller_a("repos")
