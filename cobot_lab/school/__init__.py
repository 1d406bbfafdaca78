"""Lessons and what they ask of a program.

`lesson.py` reads `lessons/<nn_slug>/lesson.toml`: titles, cell, goal, limits, and the codes that each wrong program of
the folder has to produce. The room knows no driver and draws nothing. Classes, attempts and hand-in will live here.
"""
