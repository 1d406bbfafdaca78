# De 7,90 à 8,10 mm, bornes comprises, une ébauche est bonne.
bonnes = 0
rebuts = 0
for i in range(2):
    prendre(decale("magasin", 45 * i, 0, 0))
    aller_a("controle")
    epaisseur = cote("epaisseur")
    if epaisseur >= 7.9 and epaisseur <= 8.1:
        deposer(decale("bac_bonnes", 45 * bonnes, 0, 0))
        bonnes += 1
    else:
        deposer(decale("bac_rebut", 45 * rebuts, 0, 0))
        rebuts += 1
aller_a("repos")
