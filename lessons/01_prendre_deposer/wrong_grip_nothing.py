# La pince se ferme au-dessus de l'ébauche.
aller_au_dessus("magasin", 80)
ouvrir_pince()
descendre_vers(decale("magasin", 0, 0, 30))
fermer_pince()
remonter(50)
deposer("plateau")
aller_a("repos")
