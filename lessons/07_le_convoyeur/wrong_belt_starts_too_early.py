# Le convoyeur repart alors que la pince est encore au bout.
rangees = 0
for i in range(2):
    convoyeur(50)
    attendre_piece("convoyeur", delai=10)
    convoyeur(0)
    if piece_presente("convoyeur"):
        aller_au_dessus("convoyeur")
        descendre_vers("convoyeur")
        fermer_pince()
        convoyeur(50)
        remonter(60)
        convoyeur(0)
        deposer(decale("plateau", 45 * rangees, 0, 0))
        rangees += 1
    else:
        allumer("rouge")
aller_a("repos")
