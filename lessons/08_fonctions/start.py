# Leçon 08 : une fonction a un nom et des paramètres. Celle-ci transfère toujours la première ébauche :
# donne-lui un paramètre, puis appelle-la pour les six.
def transferer():
    prendre("casier")
    deposer("plateau")


transferer()
aller_a("repos")
