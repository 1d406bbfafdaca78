# La fonction est définie, mais personne ne l'appelle.
def transferer(n):
    ecart = 50 * (n - 1)
    prendre(decale("casier", ecart, 0, 0))
    deposer(decale("plateau", ecart, 0, 0))


afficher("Terminé")
