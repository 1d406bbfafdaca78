# Leçon 01 : prendre l'ébauche au magasin, la déposer sur le plateau.
afficher("Je prends l'ébauche")
prendre("magasin")
deposer("plateau")
aller_a("repos")
