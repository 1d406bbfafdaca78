# From 7.90 to 8.10 mm, both included, a blank is good.
good = 0
scrap = 0
for i in range(2):
    pick(offset("magasin", 45 * i, 0, 0))
    go_to("controle")
    thickness = measure("thickness")
    if thickness >= 7.9 and thickness <= 8.1:
        place(offset("bac_bonnes", 45 * good, 0, 0))
        good += 1
    else:
        place(offset("bac_rebut", 45 * scrap, 0, 0))
        scrap += 1
go_to("rest")
