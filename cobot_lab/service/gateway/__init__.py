"""The gateway: the one process that holds keys and the ways to the arms, and what people may ask of it.

Owns: who may do what (`roles`, `people`, `sessions`), the queue of bundles that were handed in and what was decided
about them (`ledger`, `shelf`), the second look at a bundle before anybody signs (`second_look`, `looks`), approving and
sending back (`desk`), one arm and its one job (`post`, `stand`, `ending`), and the front where every call is checked
(`gateway`).

Does not know what a page looks like, nor how a signature, a gate or a driver works: those are `trust` and `deploy`, and
there is no other road to an arm than theirs. A line belongs here when it decides who may ask for something, or keeps
what was asked.

What must survive a kill stands in the journal, and only there: a bundle handed in, an approval with its envelope, a
program sent back. The queue is read from the journal each time, so nothing else can say otherwise; a bundle's bytes are
put in place whole before the entry that names them. Sessions, second looks and a prepared job live in memory: after a
restart people sign in again, bundles are looked at again, and nothing moves.
"""
