"""Long-lived processes and how to reach them: checker pool, class server, gateway; their clients.

The room is reserved and empty: the command line does its work in its own process. A line belongs here when it starts,
finds, feeds or survives a process; it holds no logic of its own.
"""
