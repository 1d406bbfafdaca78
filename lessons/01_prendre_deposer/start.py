# Leçon 01 : l'ébauche est au magasin. Elle doit finir sur le plateau,
# et le robot doit revenir à sa position de repos.
afficher("Bonjour !")
