"""Does the best strategy stay the best when the assumptions are other ones?

Read in this order: :mod:`assumption` (what is varied), :mod:`surface` (what every strategy came to
at each point), :mod:`standings` (how often best, how much is regretted), :mod:`flips` and
:mod:`rules` (what turns the ranking), :mod:`judged` (all of it), :mod:`wording`, :mod:`figures`,
:mod:`page`.
"""
