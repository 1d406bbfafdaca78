# La fonction n'a pas de paramètre : elle fait les six transferts d'un coup.
def transferer():
    for n in range(6):
        prendre(decale("casier", 50 * n, 0, 0))
        deposer(decale("plateau", 50 * n, 0, 0))


transferer()
aller_a("repos")
