"""Lessons, what they ask of a program, and what became of a pupil's work on them.

`lesson.py` reads `lessons/<nn_slug>/lesson.toml`: titles, cell, goal, limits, and the codes that each wrong program of
the folder has to produce; `discovery.py` reads one that asks for no program but to discover a cell (`taught.py` judges
the poses taught there, `discovered.py` keeps how far it went), and `activity.py` either. `goals.py` tells which goals
a report shows to be reached. `programs.py` keeps a pupil's program in `<lesson>.cobot.json` beside the notebook
(`work.py` is its form), and in the hidden folder beside it the earlier versions (`versions.py`) and the counters
(`attempts.py`).

The file is written whole on every change, so that a reload, another kernel or a power cut finds the program. It holds
the face edited last exactly as it is, since only that face can hold every state of it, and the other face beside it.

No names, anywhere. The room knows no driver and draws nothing. A line belongs here when it would be the same on
another screen. Classes and hand-in to a class will live here.
"""
