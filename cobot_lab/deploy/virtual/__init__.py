"""Virtual controllers: what an arm's cabinet answers on its ports, with a simulated arm behind it.

Owns one folder for each kind of cabinet. They serve a referent who rehearses a visit without the arm, and the tests;
clients written by others prove them, not our own drivers alone. A fault is a feature here, off unless asked for.

Does not know drivers, jobs, approvals or plans: whatever connects is a stranger, and may send anything.

A line belongs here when the real cabinet does it. What no one here has measured on a physical one is said where it
stands.
"""
