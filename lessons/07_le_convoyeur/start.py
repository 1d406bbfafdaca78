# Comment savoir qu'une ébauche est au bout ?
convoyeur(50)
attendre(5)
convoyeur(0)
aller_a("repos")
