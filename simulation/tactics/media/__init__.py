"""Tactics of the family Media: one file a tactic."""
