# Comment savoir si la machine a fini ?
prendre("magasin")
deposer("etau")
aller_a("repos")
