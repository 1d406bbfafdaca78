# Rien n'est mesuré.
for i in range(2):
    prendre(decale("magasin", 45 * i, 0, 0))
    deposer(decale("bac_bonnes", 45 * i, 0, 0))
aller_a("repos")
