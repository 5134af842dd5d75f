"""The page ``womsim app``: a scenario in the browser, from the first question to the report.

What the page knows and does stands in modules without a browser: a scenario as edited
(:mod:`.draft`), uploads, levers, plans, a run that is watched, a comparison that can be cancelled.
The screens draw it with Solara, and only they import it.
"""
