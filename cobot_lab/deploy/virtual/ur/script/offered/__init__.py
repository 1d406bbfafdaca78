"""The controller's own functions, as programs call them: one file for each family.

Each file's `functions(cabinet)` gives them by name. A function takes the calling frame first, then its arguments by the
names that the language gives them. `everything` puts the families together; `unsimulated` names what is known besides.
"""
