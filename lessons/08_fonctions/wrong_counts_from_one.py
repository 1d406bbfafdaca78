# Le premier emplacement est à 0 mm : il manque « - 1 ».
def transferer(n):
    ecart = 50 * n
    prendre(decale("casier", ecart, 0, 0))
    deposer(decale("plateau", ecart, 0, 0))


for n in range(1, 7):
    transferer(n)
aller_a("repos")
