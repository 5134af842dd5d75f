"""The rules for all consumers: one compiled loop a verb, over flat arrays."""
