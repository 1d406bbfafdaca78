# Lesson 11: not going down from too high, opening the gripper no more than needed, with enough room on each side.
speed(100)
open_gripper(28)
go_above("magasin", 30)
descend_to("magasin")
close_gripper()
go_up(60)  # high enough to pass beside the reference part
go_above("plateau", 50)
descend_to("plateau")
open_gripper(28)
go_up(20)
go_to("rest")
