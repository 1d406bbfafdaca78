"""The command line: one file for each command, and how they speak.

`app.py` puts the commands together and turns what goes wrong into exit codes; `voice.py` knows the language and writes
to the terminal; `report_view.py` shows findings like a good compiler does. A line belongs here when only somebody at a
terminal would notice it.
"""
