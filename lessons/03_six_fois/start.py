# Six ébauches en ligne, tous les 50 mm :
# à mettre en ligne. La première est faite.
prendre("casier")
deposer("plateau")
aller_a("repos")
