# Le convoyeur ne s'arrête que si une ébauche est arrivée.
rangees = 0
for i in range(2):
    convoyeur(50)
    attendre_piece("convoyeur", delai=10)
    if piece_presente("convoyeur"):
        convoyeur(0)
        prendre("convoyeur")
        deposer(decale("plateau", 45 * rangees, 0, 0))
        rangees += 1
    else:
        allumer("rouge")
aller_a("repos")
