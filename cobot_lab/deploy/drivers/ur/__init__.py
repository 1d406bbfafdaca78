"""Universal Robots e-Series with PolyScope 5: programs made from a plan, sent as they were signed, and watched.

`script` writes a program and `signed` those of a whole plan, when a bundle is sealed. `driver` keeps the contract with
one cabinet: `senders` are the two ways in (pushed in remote control, fetched in local), `rtde`, `dashboard` and
`primary` what is heard from its ports, `connection` the three together, `heartbeat` the computer's end of it, `play`
one stretch under way, `arm` and `readings` what the preflight compares.

`grippers` are the tools: on digital outputs, or a Robotiq with its maker's URCap.

Nothing here makes a program during a run, sends one twice, connects again, unlocks a stop or resumes. No real-time
input is claimed. No physical controller has played any of it: all of it was shown on the virtual controller only.
"""
