"""What can be said about a program's meaning before any physics: instantly, each remark on its own step.

Owns one file for each check: one function, one code. A check looks at the program's tree where structure tells
(`endless`, `unreached`, `empty_body`, `no_time_limit`), and at the commands of its runs where order tells (the others).
What a task or a cell adds comes in as plain data (`subject`), so that no check knows a cell. A program that asks
sensors has a run for each outcome; what only some runs do is said with the answers that lead to it (`outcomes`).

Does not know physics: whether a part is really held is said later, by measure. A line belongs here when the mistake can
be seen without a robot, and when no correct program makes it.
"""
