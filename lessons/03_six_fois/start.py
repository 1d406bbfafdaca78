# Leçon 03 : six ébauches attendent en ligne dans le casier, tous les 50 mm.
# Elles doivent finir en ligne sur le plateau. La première est déjà programmée.
prendre("casier")
deposer("plateau")
aller_a("repos")
