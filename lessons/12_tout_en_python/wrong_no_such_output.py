# La soufflette est la sortie 1.
creer_palette("casier", 2, 3, "casier_a", "casier_b", "casier_c")
creer_palette("plateau", 2, 3, "plateau_a", "plateau_b", "plateau_c")


def transferer(colonne):
    prendre(case_palette("casier", 1, colonne))
    deposer(case_palette("plateau", 1, 4 - colonne))


mode("ligne")
arrondir(30)
impulsion(2, 0.5)
for colonne in range(1, 4):
    transferer(colonne)
eteindre("vert")
aller_a("repos")
