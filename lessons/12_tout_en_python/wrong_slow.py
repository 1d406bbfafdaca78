# À cette vitesse, le temps ne suffit pas.
creer_palette("casier", 2, 3, "casier_a", "casier_b", "casier_c")
creer_palette("plateau", 2, 3, "plateau_a", "plateau_b", "plateau_c")


def transferer(colonne):
    prendre(case_palette("casier", 1, colonne))
    deposer(case_palette("plateau", 1, 4 - colonne))


vitesse(40)
allumer("vert")
for colonne in range(1, 4):
    transferer(colonne)
eteindre("vert")
aller_a("repos")
