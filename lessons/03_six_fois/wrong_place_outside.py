# Le dépôt est sorti de la boucle : la pince est déjà pleine au deuxième tour.
for i in range(6):
    prendre(decale("casier", 50 * i, 0, 0))
deposer("plateau")
aller_a("repos")
