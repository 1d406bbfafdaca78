# « ecart » n'existe que dans la fonction.
def transferer(n):
    ecart = 50 * (n - 1)
    prendre(decale("casier", ecart, 0, 0))
    deposer(decale("plateau", ecart, 0, 0))


transferer(1)
transferer(ecart)
aller_a("repos")
