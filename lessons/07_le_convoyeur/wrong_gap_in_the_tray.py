# Le premier emplacement reste vide quand la première ébauche est en retard.
for i in range(2):
    convoyeur(50)
    attendre_piece("convoyeur", delai=10)
    convoyeur(0)
    if piece_presente("convoyeur"):
        prendre("convoyeur")
        deposer(decale("plateau", 45 * i, 0, 0))
    else:
        allumer("rouge")
aller_a("repos")
