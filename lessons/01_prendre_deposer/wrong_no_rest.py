# Le robot ne revient pas à sa position de repos.
prendre("magasin")
deposer("plateau")
