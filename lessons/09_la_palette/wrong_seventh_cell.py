# La palette a six cases.
creer_palette("casier", 2, 3, "casier_a", "casier_b", "casier_c")
creer_palette("plateau", 2, 3, "plateau_a", "plateau_b", "plateau_c")
for n in range(2, 8):
    prendre(case_palette("casier", n))
    deposer(case_palette("plateau", n))
aller_a("repos")
