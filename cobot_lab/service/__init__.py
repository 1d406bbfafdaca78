"""Long-lived processes and how to reach them: what stands between a pupil's light kernel and the verdict.

Owns: the *checker*, one process for each machine and user, which holds the engine warm and judges programs for every
kernel (`checker`, `jobs`, `worker`, `warm`); its client (`client`), which starts it when it is first needed (`launch`)
and finds it through a file in the user's runtime folder (`runtime`); what they say to each other (`protocol`,
`question`, `events`), about a verdict, a fix that was checked, or the physics of one way through a plan; and the closed
list of what can get in the way (`trouble`).

Owns also the *gateway*, the one process that holds keys and the ways to the arms, in a folder of its own (`gateway`).

Does not know what a verdict is made of (that is `verify.source`), nor how anything is shown. A line belongs here when
it starts, finds, feeds or survives a process; it holds no logic of its own, but for the gateway: who may ask it for
what, only that process can know.

Why so. Kernel and checker speak WebSocket on loopback, through `websockets`: it frames text and bytes, limits their
size, notices a peer that went silent, and has a plain blocking client for kernels; nothing that is received is ever
unpickled across that line. Before anything else each side proves that it knows the token of the runtime file without
sending it, so that neither another user nor a stranger on an old port is believed. Inside, jobs run in a pool of
`pebble`: a job that hangs is killed with its worker, and a worker that dies takes no other job along. Workers are
forked from a server that has loaded the engine and the cells, so that a lost worker costs tens of milliseconds.

Whatever is killed, full or stuck, the asker hears one `ServiceError` with one `Trouble`, and the next question works.
"""
