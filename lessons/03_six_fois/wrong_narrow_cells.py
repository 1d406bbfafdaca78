# Le pas du plateau est de 50 mm, pas de 30.
for i in range(6):
    prendre(decale("casier", 50 * i, 0, 0))
    deposer(decale("plateau", 30 * i, 0, 0))
aller_a("repos")
