# Une ébauche manque, et le programme s'arrête sans attendre la suivante.
rangees = 0
for i in range(2):
    convoyeur(50)
    attendre_piece("convoyeur", delai=10)
    convoyeur(0)
    if piece_presente("convoyeur"):
        prendre("convoyeur")
        deposer(decale("plateau", 45 * rangees, 0, 0))
        aller_a("repos")
        rangees += 1
    else:
        allumer("rouge")
        arreter()
aller_a("repos")
