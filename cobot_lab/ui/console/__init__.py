"""The gateway's pages in a browser: queue, review, arms, journal, and what a pupil sees of their own programs.

Owns: the pages (NiceGUI, `queue_page`, `review_page`, `arm_page`, `journal_page`, `own_page`), the calls of scripts and
pages beside them (`api`), and what stands before both: the cookie of a session, where a request comes from, the
headers (`guard`), and whose socket a page listens to (`socket_guard`).

Decides nothing: each handler hands the session's token to `service.gateway`, which looks up what that person may. Every
name, label, comment and word that people wrote reaches a page as text, never as HTML. Nothing is fetched from anywhere
but this process.
"""
