# La boucle fait tout le travail : aucune fonction ne dit comment transférer une ébauche.
for n in range(6):
    prendre(decale("casier", 50 * n, 0, 0))
    deposer(decale("plateau", 50 * n, 0, 0))
aller_a("repos")
