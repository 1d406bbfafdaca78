"""What shows a verdict to people: the failing instant, a still of it, curves with the limits drawn.

Owns exhibits: bytes of pictures and figures that are made from a plan, its report and its recording. They judge
nothing and add nothing to the verdict: what is drawn was computed by what the checks look at. Equal input gives equal
bytes on one machine.

Does not know sentences or languages: whoever asks brings the words (`words`). Does not write files. The still is drawn
by PyBullet's own software renderer, the curves by matplotlib without a screen; both are loaded when first needed.

A line belongs here when it makes something to be looked at; what is measured belongs in `clearance`, `margins` or the
checks.
"""
