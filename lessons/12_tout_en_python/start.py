# Leçon 12 : tout en Python. Les trois ébauches de la première rangée du casier vont sur la première rangée
# du plateau, dans l'ordre inverse. Le voyant vert dit que le robot travaille.
allumer("vert")
aller_au_dessus("casier_a", 80)
eteindre("vert")
aller_a("repos")
