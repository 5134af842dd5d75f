"""Tactics of the family Product and service: one file a tactic."""
