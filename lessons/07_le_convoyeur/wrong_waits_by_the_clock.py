# Six secondes suffisent d'habitude.
for i in range(2):
    convoyeur(50)
    attendre(6)
    convoyeur(0)
    prendre("convoyeur")
    deposer(decale("plateau", 45 * i, 0, 0))
aller_a("repos")
