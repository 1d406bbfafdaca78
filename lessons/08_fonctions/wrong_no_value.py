# Il manque la valeur du paramètre.
def transferer(n):
    ecart = 50 * (n - 1)
    prendre(decale("casier", ecart, 0, 0))
    deposer(decale("plateau", ecart, 0, 0))


transferer()
aller_a("repos")
