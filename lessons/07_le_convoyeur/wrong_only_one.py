# Une seule ébauche est attendue ; l'autre est annoncée manquante sans attendre.
convoyeur(50)
attendre_piece("convoyeur", delai=10)
convoyeur(0)
if piece_presente("convoyeur"):
    prendre("convoyeur")
    deposer("plateau")
allumer("rouge")
aller_a("repos")
