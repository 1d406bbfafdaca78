# Le voyant rouge s'éteint avant que quelqu'un l'ait vu.
rangees = 0
for i in range(2):
    eteindre("rouge")
    convoyeur(50)
    attendre_piece("convoyeur", delai=10)
    convoyeur(0)
    if piece_presente("convoyeur"):
        prendre("convoyeur")
        deposer(decale("plateau", 45 * rangees, 0, 0))
        rangees += 1
    else:
        allumer("rouge")
aller_a("repos")
