# Deux attentes de suite : le robot peut rester 18 secondes à attendre.
rangees = 0
for i in range(2):
    convoyeur(50)
    attendre_piece("convoyeur", delai=9)
    if not piece_presente("convoyeur"):
        attendre_piece("convoyeur", delai=9)
    convoyeur(0)
    if piece_presente("convoyeur"):
        prendre("convoyeur")
        deposer(decale("plateau", 45 * rangees, 0, 0))
        rangees += 1
    else:
        allumer("rouge")
aller_a("repos")
