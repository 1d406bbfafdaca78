# L'ébauche est dans la machine : comment savoir quand elle a fini ?
prendre("magasin")
deposer("etau")
aller_a("repos")
