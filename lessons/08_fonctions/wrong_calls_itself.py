# La fonction s'appelle elle-même sans fin.
def transferer(n):
    prendre(decale("casier", 50 * (n - 1), 0, 0))
    deposer(decale("plateau", 50 * (n - 1), 0, 0))
    transferer(n)


transferer(1)
aller_a("repos")
