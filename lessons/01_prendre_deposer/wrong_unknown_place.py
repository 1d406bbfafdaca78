# Le nom du point est mal écrit.
prendre("magazin")
deposer("plateau")
aller_a("repos")
