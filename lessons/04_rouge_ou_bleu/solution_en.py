# Six blanks, red or blue: each goes into the tray of its colour.
red = 0
blue = 0
for i in range(6):
    pick(offset("magasin", 45 * i, 0, 0))
    go_to("controle")
    if part_colour() == "rouge":
        place(offset("bac_rouge", 45 * red, 0, 0))
        red += 1
    else:
        place(offset("bac_bleu", 45 * blue, 0, 0))
        blue += 1
go_to("rest")
