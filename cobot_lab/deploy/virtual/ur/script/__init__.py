"""URScript: text to code to what an arm and its registers are asked to do.

Owns the grammar, the compiler, the operators and the functions of the language; `machine` runs a program's threads,
one control cycle after another. A function that the real language has and that is not simulated is known by name and
ends the program with a runtime exception; an unknown one does not compile. Nothing is ever passed over in silence.
"""
