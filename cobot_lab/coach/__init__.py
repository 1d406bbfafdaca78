"""From findings to help: graded hints, verified fixes, groups of misconceptions.

The room is reserved and empty: findings carry a help text of their own (`ui/messages`), and nothing else helps yet.
What goes here is whatever looks at findings and proposes something; each proposal is checked again before it is
offered. It knows neither screens nor classes.
"""
