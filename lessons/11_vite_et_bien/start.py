# Ce programme dure trop longtemps. Pourquoi ?
prendre("magasin")
deposer("plateau")
aller_a("repos")
