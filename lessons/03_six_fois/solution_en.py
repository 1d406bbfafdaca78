# Lesson 03: six blanks in a line, 50 mm apart; a single loop.
for i in range(6):
    pick(offset("casier", 50 * i, 0, 0))
    place(offset("plateau", 50 * i, 0, 0))
go_to("rest")
