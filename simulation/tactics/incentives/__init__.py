"""Tactics of the family Incentives: one file a tactic."""
