# Dans cette leçon, prendre et déposer s'écrivent pas à pas.
prendre("magasin")
deposer("plateau")
aller_a("repos")
