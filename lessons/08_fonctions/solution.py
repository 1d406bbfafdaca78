# Leçon 08 : une fonction dit comment transférer une ébauche, la boucle dit lesquelles.
def transferer(n):
    ecart = 50 * (n - 1)
    prendre(decale("casier", ecart, 0, 0))
    deposer(decale("plateau", ecart, 0, 0))


def terminer():
    aller_a("repos")
    afficher("Les six ébauches sont sur le plateau")


for n in range(1, 7):
    transferer(n)
terminer()
