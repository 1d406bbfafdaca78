# Il prend l'ébauche sans demander si elle est venue.
for i in range(2):
    convoyeur(50)
    attendre_piece("convoyeur", delai=10)
    convoyeur(0)
    prendre("convoyeur")
    deposer(decale("plateau", 45 * i, 0, 0))
aller_a("repos")
