# Le voyant s'allume seulement quand une pièce est posée.
creer_palette("casier", 2, 3, "casier_a", "casier_b", "casier_c")
creer_palette("plateau", 2, 3, "plateau_a", "plateau_b", "plateau_c")


def transferer(colonne):
    prendre(case_palette("casier", 1, colonne))
    deposer(case_palette("plateau", 1, 4 - colonne))


mode("ligne")
arrondir(30)
for colonne in range(1, 4):
    transferer(colonne)
    allumer("vert")
eteindre("vert")
aller_a("repos")
