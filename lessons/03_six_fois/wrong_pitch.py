# Le pas du casier est de 50 mm, pas de 500.
for i in range(6):
    prendre(decale("casier", 500 * i, 0, 0))
    deposer(decale("plateau", 50 * i, 0, 0))
aller_a("repos")
