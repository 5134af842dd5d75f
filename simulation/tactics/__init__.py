"""Levers a brand pulls: plug-ins, grouped by family; a new tactic is one new file."""
