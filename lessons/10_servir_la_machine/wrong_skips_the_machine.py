# La pièce va tout droit au plateau.
prendre("magasin")
deposer("plateau")
aller_a("repos")
