# Il attend, mais rien ne fait venir les ébauches.
rangees = 0
for i in range(2):
    attendre_piece("convoyeur", delai=10)
    if piece_presente("convoyeur"):
        prendre("convoyeur")
        deposer(decale("plateau", 45 * rangees, 0, 0))
        rangees += 1
aller_a("repos")
