# Le convoyeur amène les ébauches. Comment savoir qu'il y en a une au bout ?
convoyeur(50)
attendre(5)
convoyeur(0)
aller_a("repos")
