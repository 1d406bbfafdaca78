"""The road to an arm: gate, preflight, transmit, watch, record. There is no other.

Owns: the gate that lets an approved bundle through (`gate`), the contract every arm's driver keeps (`driver`) and
the public kit that examines one (`conformance`), the job and its table of states (`job`, `states`), what is read and
judged before a run (`preflight`), the way through a plan with forks (`course`), the watch over a run (`watch`,
`judge`), the record it leaves (`record`), and one file for each kind of arm (`drivers/`).

Does not know: pupils, lessons, the language, how a plan was computed or checked, physics. It recompiles nothing and
plans nothing: what it plays is what was verified, from the same bytes.

A line belongs here when it decides whether, or reports how, approved bytes reach an arm. A line about one make of arm
belongs in that arm's file in `drivers/`; a line about signatures or the journal belongs in `trust`.

Whose keys count, which journal is asked and which cells stand here is told by whoever opens a job. Before a first real
arm, that has to be a process that the person at the terminal cannot redirect; the command line drives the twin only.

Simulated and real arms are two implementations of the one contract; no flag tells them apart. No one here has seen
a physical controller: the twin is the only driver yet. The emergency stop is the arm's own; the stop given here
is a convenience.
"""
