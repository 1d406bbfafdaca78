# Une seule ébauche est mesurée. Et l'autre ?
prendre("magasin")
aller_a("controle")
afficher(cote("epaisseur"))
deposer("bac_bonnes")
aller_a("repos")
