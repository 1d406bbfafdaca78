# Les rangées se comptent à partir de 1.
creer_palette("casier", 2, 3, "casier_a", "casier_b", "casier_c")
creer_palette("plateau", 2, 3, "plateau_a", "plateau_b", "plateau_c")
for rangee in range(2):
    for colonne in range(1, 4):
        prendre(case_palette("casier", rangee, colonne))
        deposer(case_palette("plateau", rangee, colonne))
aller_a("repos")
