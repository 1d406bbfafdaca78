# Les rebuts sont posés l'un sur l'autre.
bonnes = 0
rebuts = 0
for i in range(2):
    prendre(decale("magasin", 45 * i, 0, 0))
    aller_a("controle")
    if cote_conforme("epaisseur", 7.9, 8.1):
        deposer(decale("bac_bonnes", 45 * bonnes, 0, 0))
        bonnes += 1
    else:
        deposer("bac_rebut")
        rebuts += 1
aller_a("repos")
