# Load, leave, start, wait, unload if the machine is done.
pick("magasin")
place("etau")
go_to("rest")
pulse(1, 0.5)
wait_until(input_on(1), timeout=15)
if input_on(1):
    pick("etau")
    place("plateau")
    lamp_on("green")
else:
    lamp_on("red")
go_to("rest")
