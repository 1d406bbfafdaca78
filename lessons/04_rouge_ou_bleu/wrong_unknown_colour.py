# Le capteur ne connaît pas ce mot.
prendre("magasin")
aller_a("controle")
if couleur_piece() == "bleue":
    deposer("bac_bleu")
else:
    deposer("bac_rouge")
aller_a("repos")
