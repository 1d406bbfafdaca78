"""From findings to help: graded hints, verified fixes, groups of misconceptions.

Owns what is proposed after a finding: which hint of which grade (`hints`), small versions of the pupil's own program
(`ideas/`, one kind of slip each) and the search among them (`repair`), what is different in a version, as steps, text
and blocks (`difference`, `text`, `workspace`), and what a class gets wrong (`misconceptions`).

Every version is checked the whole way, from its bytes, before it is offered; the least changed comes first. What is
not found within the budget is not found, and the answer says what was tried. A version that is bound to fail as the
pupil's does, since its plan is the same up to there, costs no check (`unchanged`).

Does not know screens, languages of people, or classes: it chooses keys and facts, the sentences stand in
`ui/messages/hints.<language>.toml`. A line belongs here when it looks at findings and proposes something; whether a
proposal is good is said by `verify`. A new kind of slip is a function in a file of `ideas/`, listed in its registry.
"""
