# Toutes les ébauches vont dans la première case.
creer_palette("casier", 2, 3, "casier_a", "casier_b", "casier_c")
creer_palette("plateau", 2, 3, "plateau_a", "plateau_b", "plateau_c")
for rangee in range(1, 3):
    for colonne in range(1, 4):
        prendre(case_palette("casier", rangee, colonne))
        deposer(case_palette("plateau", 1))
aller_a("repos")
