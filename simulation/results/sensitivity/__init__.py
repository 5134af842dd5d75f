"""Which assumptions move an outcome, or the difference between two strategies, and how much.

Read in this order: :mod:`design` (points in the unit cube, and what is made of their runs),
:mod:`luck` (how much of what differs between points is luck), :mod:`judged` (all outputs),
:mod:`wording`, :mod:`figures`.
"""
