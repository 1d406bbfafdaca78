"""A virtual arm behind rosbridge, as `ros_control`'s joint trajectory controller and a Niryo Ned2 show themselves.

`arm` moves; `controller` follows trajectories and holds the state that all is in; `gripper` is the tool; `topics`
writes the messages; `session` speaks the protocol with one client; `faults` are what may go wrong; `server` puts it on
an address and paces it: `VirtualRos` is what a test or the command line holds.

Time is counted in control cycles and nothing else. What is sent is judged by an independent client (`roslibpy`), not by
our own driver alone. No physical arm was at hand: what is written here comes from the published message definitions
and configuration files of `ros_controllers` and `ned_ros`.
"""
