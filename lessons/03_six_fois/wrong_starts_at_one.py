# La boucle commence à 1 : la première ébauche reste là, et la septième n'existe pas.
for i in range(1, 7):
    prendre(decale("casier", 50 * i, 0, 0))
    deposer(decale("plateau", 50 * i, 0, 0))
aller_a("repos")
