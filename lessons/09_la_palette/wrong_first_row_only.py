# Seule la première rangée est vidée.
creer_palette("casier", 2, 3, "casier_a", "casier_b", "casier_c")
creer_palette("plateau", 2, 3, "plateau_a", "plateau_b", "plateau_c")
for colonne in range(1, 4):
    prendre(case_palette("casier", 1, colonne))
    deposer(case_palette("plateau", 1, colonne))
aller_a("repos")
