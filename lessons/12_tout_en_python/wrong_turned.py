# La pièce est déposée tournée d'un quart de tour, et heurte sa voisine.
creer_palette("casier", 2, 3, "casier_a", "casier_b", "casier_c")
creer_palette("plateau", 2, 3, "plateau_a", "plateau_b", "plateau_c")


def transferer(colonne):
    prendre(case_palette("casier", 1, colonne))
    aller_au_dessus(case_palette("plateau", 1, 4 - colonne))
    tourner_outil(90)
    descendre_vers(case_palette("plateau", 1, 4 - colonne))
    ouvrir_pince()
    remonter(80)


mode("ligne")
arrondir(30)
allumer("vert")
for colonne in range(1, 3):
    transferer(colonne)
eteindre("vert")
aller_a("repos")
