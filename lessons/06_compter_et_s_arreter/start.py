# Une seule ébauche est rangée. Comment continuer jusqu'à quatre ?
if piece_presente("magasin"):
    prendre("magasin")
    deposer("bac_bonnes")
    compter("bonnes")
aller_a("repos")
