"""What people see: messages in each language, the terminal. Takes no decision.

`messages/` holds every sentence, one TOML file for each language; `sentences.py` fills them with facts; `terminal/`
is the command line, `console/` the gateway's pages. A line belongs here when it is about how something looks or reads.
What is true of a program is decided in the rooms below.
"""
