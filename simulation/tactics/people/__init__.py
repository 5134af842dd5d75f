"""Tactics of the family People: one file a tactic."""
