# Une ébauche est rangée. Comment continuer ?
if piece_presente("magasin"):
    prendre("magasin")
    deposer("bac_bonnes")
    compter("bonnes")
aller_a("repos")
