# Four good blanks, not one more; the magazine may run out before.
while counter("bonnes") < 4:
    if not part_present("magasin"):
        break
    pick("magasin")
    place(offset("bac_bonnes", 45 * counter("bonnes"), 0, 0))
    count("bonnes")
show(counter("bonnes"))
go_to("rest")
