# Le point choisi est trop loin du robot.
prendre("magasin")
deposer("etagere")
aller_a("repos")
