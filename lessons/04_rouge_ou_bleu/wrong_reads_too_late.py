# La couleur est lue quand la pièce est déjà posée.
prendre("magasin")
aller_a("controle")
deposer("bac_rouge")
if couleur_piece() == "bleu":
    prendre("bac_rouge")
    deposer("bac_bleu")
aller_a("repos")
