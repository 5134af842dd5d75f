"""Tactics of the family Dialogue: one file a tactic."""
