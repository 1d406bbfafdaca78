# Le casier est une palette : 2 rangées de 3.
creer_palette("casier", 2, 3, "casier_a", "casier_b", "casier_c")
prendre(case_palette("casier", 1))
deposer("plateau_a")
aller_a("repos")
