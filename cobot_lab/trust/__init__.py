"""The room of trust: bytes, digests, roles, signatures and the journal.

Owns the bundle (a zip whose manifest lists the SHA-256 of every file), the keys and who they belong to, the referent's
approval of one bundle, the append-only journal, and which folder of keys counts for a real arm (`own_place`, with what
that is worth). Does not know what the bytes mean: no motion, no cell, no physics.

A line belongs here when it would be the same for a bundle of recipes. What is somebody's doing (a changed bundle, an
expired approval, an edited journal) is a finding with a `T` code; what the system cannot do (a key file that does not
open, a full disk) is an exception.
"""
