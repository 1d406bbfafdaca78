# Quand une ébauche manque, personne n'est prévenu.
rangees = 0
for i in range(2):
    convoyeur(50)
    attendre_piece("convoyeur", delai=10)
    convoyeur(0)
    if piece_presente("convoyeur"):
        prendre("convoyeur")
        deposer(decale("plateau", 45 * rangees, 0, 0))
        rangees += 1
aller_a("repos")
