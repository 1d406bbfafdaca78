# La question est posée une seule fois, avant d'attendre.
convoyeur(50)
arrivee = piece_presente("convoyeur")
attendre_que(arrivee, delai=10)
convoyeur(0)
aller_a("repos")
