"""Tactics of the family Crisis: one file a tactic."""
