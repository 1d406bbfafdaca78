# Lesson 08: a function says how to transfer one blank, the loop says which ones.
def transfer(n):
    distance = 50 * (n - 1)
    pick(offset("casier", distance, 0, 0))
    place(offset("plateau", distance, 0, 0))


def finish():
    go_to("rest")
    show("Les six ébauches sont sur le plateau")


for n in range(1, 7):
    transfer(n)
finish()
