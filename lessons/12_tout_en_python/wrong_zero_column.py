# 3 - colonne vaut 0 au troisième tour.
creer_palette("casier", 2, 3, "casier_a", "casier_b", "casier_c")
creer_palette("plateau", 2, 3, "plateau_a", "plateau_b", "plateau_c")


def transferer(colonne):
    prendre(case_palette("casier", 1, colonne))
    deposer(case_palette("plateau", 1, 3 - colonne))


mode("ligne")
arrondir(30)
allumer("vert")
for colonne in range(1, 4):
    transferer(colonne)
eteindre("vert")
aller_a("repos")
