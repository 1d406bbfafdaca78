# Cette fonction prend toujours la première :
# donne-lui un paramètre, pour les six.
def transferer():
    prendre("casier")
    deposer("plateau")


transferer()
aller_a("repos")
