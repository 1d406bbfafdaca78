# Leçon 03 : six ébauches en ligne, tous les 50 mm ; une seule boucle.
for i in range(6):
    prendre(decale("casier", 50 * i, 0, 0))
    deposer(decale("plateau", 50 * i, 0, 0))
aller_a("repos")
