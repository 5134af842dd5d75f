"""Experiments: compare strategies, run one, keep what is finished, and use several workers."""
