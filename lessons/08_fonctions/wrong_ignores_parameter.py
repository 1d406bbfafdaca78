# Le paramètre ne sert à rien : c'est toujours le même emplacement.
def transferer(n):
    prendre("casier")
    deposer(decale("plateau", 50 * (n - 1), 0, 0))


for n in range(1, 7):
    transferer(n)
aller_a("repos")
