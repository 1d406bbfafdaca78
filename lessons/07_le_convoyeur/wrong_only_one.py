# Une seule ébauche est attendue.
convoyeur(50)
attendre_piece("convoyeur", delai=10)
convoyeur(0)
if piece_presente("convoyeur"):
    prendre("convoyeur")
    deposer("plateau")
aller_a("repos")
