# Un ordre mal écrit, et un point qui n'existe pas.
prendr("magasin")
deposer("plateau")
aller_a("repos")
