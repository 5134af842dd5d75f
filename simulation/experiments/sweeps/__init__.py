"""Sweeps: points of settings, each lived by every strategy on the same luck, kept on the way."""
