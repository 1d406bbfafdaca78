"""A virtual Universal Robots e-Series controller, as PolyScope 5 shows itself on the network.

`script/` reads and runs URScript; `arm` moves; `safety` and `controller` say what state all is in; `rtde`,
`dashboard`, `clients` (primary, secondary, real-time) and `pull` are its ports; `faults` what may go wrong; `server`
puts them on an address and paces them; `VirtualUR` in `server` is what a test or the command line holds.

Time is counted in control cycles of 2 ms and nothing else, so that a run is the same at any pace. Everything happens in
one thread. No physical controller was at hand: what is written here comes from the maker's published interface
descriptions and from what independent clients expect.
"""
