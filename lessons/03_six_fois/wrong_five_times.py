# La boucle ne tourne que cinq fois.
for i in range(5):
    prendre(decale("casier", 50 * i, 0, 0))
    deposer(decale("plateau", 50 * i, 0, 0))
aller_a("repos")
