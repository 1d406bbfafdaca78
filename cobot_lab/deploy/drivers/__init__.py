"""One file for each kind of arm; vendor software is imported by its own file only.

`twin` is a simulated arm; `faulty` gives it faults, for rehearsals and tests. `ur` drives Universal Robots arms, `ros`
any arm with a joint trajectory controller behind rosbridge. Each passes every examination of
`cobot_lab.deploy.conformance`.
"""
