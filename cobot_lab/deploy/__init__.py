"""The road to an arm: gate, preflight, transmit, watch, record. There is no other.

Owns: the gate that lets an approved bundle through (`gate`), the contract every arm's driver keeps (`driver`) and
the public kit that examines one (`conformance`), the job and its table of states (`job`, `states`), what is read and
judged before a run (`preflight`), the way through a plan with forks (`course`), the watch over a run (`watch`,
`judge`), the record it leaves (`record`), and one file for each kind of arm (`drivers/`).

Does not know: pupils, lessons, the language, how a plan was computed or checked, physics. It recompiles nothing and
plans nothing: what it plays is what was verified, from the same bytes.

A line belongs here when it decides whether, or reports how, approved bytes reach an arm. A line about one make of arm
belongs in that arm's file in `drivers/`; a line about signatures or the journal belongs in `trust`.

Whose keys count, which journal is asked and which cells stand here is told by whoever opens a job; for a real arm, that
is the account's own folder (`trust.own_place`), which no variable or option moves. It is no wall against whoever has
that account: for that, the gateway needs an account of its own, and it alone a way to the arm. Only one run at a time
is made on an arm (`claim`).
A run that ended otherwise than planned is never continued: `aftermath` closes it in the journal, has a person say what
the gripper holds, and leaves the way back to an approval of its own.

Simulated and real arms are implementations of the one contract; no flag tells them apart. No one here has seen a
physical controller: every driver says what it was shown on. The emergency stop is the arm's own; the stop given here
is a convenience.
"""
