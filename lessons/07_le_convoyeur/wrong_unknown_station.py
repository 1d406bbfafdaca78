# Aucun capteur ne regarde le plateau.
convoyeur(50)
attendre_piece("plateau", delai=10)
convoyeur(0)
if piece_presente("plateau"):
    prendre("convoyeur")
    deposer("plateau")
aller_a("repos")
