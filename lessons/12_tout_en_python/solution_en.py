# Lesson 12: the first row, in reverse order, without stopping at the corners.
make_pallet("casier", 2, 3, "casier_a", "casier_b", "casier_c")
make_pallet("plateau", 2, 3, "plateau_a", "plateau_b", "plateau_c")


def transfer(column):
    pick(pallet_cell("casier", 1, column))
    place(pallet_cell("plateau", 1, 4 - column))


mode("line")
blend(30)
lamp_on("green")
for column in range(1, 4):
    transfer(column)
lamp_off("green")
go_to("rest")
