# Leçon 09 : le casier est une palette de 2 rangées et 3 colonnes ; trois de ses points sont appris.
creer_palette("casier", 2, 3, "casier_a", "casier_b", "casier_c")
prendre(case_palette("casier", 1))
deposer("plateau_a")
aller_a("repos")
