# La pince ne se ferme jamais : elle n'a rien à déposer.
aller_au_dessus("magasin", 80)
ouvrir_pince()
descendre_vers("magasin")
remonter(80)
deposer("plateau")
aller_a("repos")
