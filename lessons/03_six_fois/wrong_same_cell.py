# Toutes les ébauches vont dans la même case.
for i in range(6):
    prendre(decale("casier", 50 * i, 0, 0))
    deposer("plateau")
aller_a("repos")
