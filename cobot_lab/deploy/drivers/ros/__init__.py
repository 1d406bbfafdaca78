"""Any arm that speaks ROS 1 through rosbridge (port 9090): one rest-to-rest move for each goal of its own controller.

`profile` says what one kind of arm calls its topics, with that of the Niryo Ned2 and a generic one; `goals` writes the
goals of a plan when a bundle is sealed, `signed` reads them back, `grippers` are the tools. `driver` keeps the
contract: `bridge` is the connection, `heard` what the arm last said, `progress` where on a move its controller is,
`play` one stretch under way, `readings` what the preflight compares.

The path and goal tolerances are our own, sent with each goal: an arm's defaults are wide. A goal that was sent runs to
its end when the computer dies; so goals are single moves, and nothing follows the last one. There is no speed slider
and no reading of one. Goals for its controller pass by an arm's own checks, so the preflight asks for all that those
would have said. No physical arm has played any of it: all of it was shown on the virtual controller only.
"""
