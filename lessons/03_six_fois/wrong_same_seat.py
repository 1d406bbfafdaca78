# Le robot retourne chaque fois au premier emplacement.
for i in range(6):
    prendre("casier")
    deposer(decale("plateau", 50 * i, 0, 0))
aller_a("repos")
