"""The widgets: what a lesson shows in a notebook, and the conversation each has with its kernel.

Owns the Python side of each widget (`editor`), the conversation as a plain class that needs no browser
(`conversation`), what the editor is told of the vocabulary (`vocabulary`), and the bundles of the front-end (`bundle`).

Does not know physics, approvals or arms. A line belongs here when it carries something between a page and the rooms
below; how it looks belongs to `ui/js`, what is true of a program to the rooms below.
"""
