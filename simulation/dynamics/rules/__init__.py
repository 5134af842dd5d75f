"""One consumer's arithmetic: scalars in, scalars out, one module a verb.

Loops and Mesa agents call the same rules. A rule uses ``math.exp``, ``math.log``, ``math.floor``
and the four operations only, because these give the same bits compiled and in plain Python.
"""
