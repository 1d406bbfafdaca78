# Lesson 01: pick the blank at the magazine, place it on the tray.
show("Je prends l'ébauche")
pick("magasin")
place("plateau")
go_to("rest")
