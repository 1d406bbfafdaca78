# Le nom de la fonction est mal écrit.
def transferer(n):
    ecart = 50 * (n - 1)
    prendre(decale("casier", ecart, 0, 0))
    deposer(decale("plateau", ecart, 0, 0))


for n in range(1, 7):
    transferrer(n)
aller_a("repos")
