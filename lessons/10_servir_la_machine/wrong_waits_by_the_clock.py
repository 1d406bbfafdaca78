# Huit secondes suffisent d'habitude.
prendre("magasin")
deposer("etau")
aller_a("repos")
impulsion(1, 0.5)
attendre(8)
prendre("etau")
deposer("plateau")
aller_a("repos")
