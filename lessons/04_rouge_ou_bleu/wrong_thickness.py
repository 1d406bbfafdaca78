# Ce poste ne mesure pas l'épaisseur.
prendre("magasin")
aller_a("controle")
if cote("epaisseur") < 8:
    deposer("bac_rouge")
else:
    deposer("bac_bleu")
aller_a("repos")
