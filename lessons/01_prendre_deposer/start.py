# L'ébauche doit finir sur le plateau,
# et le robot à sa position de repos.
afficher("Bonjour !")
