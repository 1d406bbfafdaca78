# Leçon 11 : ce programme passe partout, mais il dure trop longtemps. Où perd-il du temps ?
prendre("magasin")
deposer("plateau")
aller_a("repos")
