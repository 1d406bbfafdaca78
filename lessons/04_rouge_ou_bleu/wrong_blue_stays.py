# Une ébauche bleue n'est jamais posée.
prendre("magasin")
aller_a("controle")
if couleur_piece() == "rouge":
    deposer("bac_rouge")
aller_a("repos")
