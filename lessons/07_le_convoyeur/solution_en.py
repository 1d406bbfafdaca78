# Two blanks arrive, nobody knows when; one may be missing.
placed = 0
for i in range(2):
    conveyor(50)
    wait_part("convoyeur", timeout=10)
    conveyor(0)
    if part_present("convoyeur"):
        pick("convoyeur")
        place(offset("plateau", 45 * placed, 0, 0))
        placed += 1
    else:
        lamp_on("red")
go_to("rest")
