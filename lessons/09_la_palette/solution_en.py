# Lesson 09: two pallets of 2 rows and 3 columns, each between three taught points.
make_pallet("rack", 2, 3, "casier_a", "casier_b", "casier_c")
make_pallet("tray", 2, 3, "plateau_a", "plateau_b", "plateau_c")
for row in range(1, 3):
    for column in range(1, 4):
        pick(pallet_cell("rack", row, column))
        place(pallet_cell("tray", row, column))
go_to("rest")
