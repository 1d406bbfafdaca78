# Trois secondes, c'est trop court : une ébauche peut en mettre six.
rangees = 0
for i in range(2):
    convoyeur(50)
    attendre_piece("convoyeur", delai=3)
    convoyeur(0)
    if piece_presente("convoyeur"):
        prendre("convoyeur")
        deposer(decale("plateau", 45 * rangees, 0, 0))
        rangees += 1
    else:
        allumer("rouge")
aller_a("repos")
