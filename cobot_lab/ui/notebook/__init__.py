"""A pupil's notebook: the conversation behind the lesson screen, the cell magic, and reports that show themselves.

Owns: `session` (the whole conversation of a lesson, as a plain class: dictionaries in, dictionaries out, no widget),
`faces` (one program, two faces), `remarks` (findings in words and places), `api` (`cobot_lab.check`,
`cobot_lab.lesson`), `verdict` and `page` (a report that a notebook shows by itself), `magic` (`%%cobot`), `desk` (the
folder that a pupil works in), and `first_look` (what JupyterLab begins with there).

Does not know how a verdict is reached: that is asked of the checker (`service.client`), so that a kernel stays light;
neither PyBullet nor roboticstoolbox is ever imported here. A line belongs here when it carries something between a
notebook and the rooms below; what a browser draws belongs to the widgets.
"""
