"""The sections of a scenario: every setting with its unit, default, range and evidence."""
