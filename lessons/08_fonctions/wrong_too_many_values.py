# Une valeur de trop à l'appel.
def transferer(n):
    ecart = 50 * (n - 1)
    prendre(decale("casier", ecart, 0, 0))
    deposer(decale("plateau", ecart, 0, 0))


for n in range(1, 7):
    transferer(n, 50)
aller_a("repos")
