"""What comes out of runs: outcomes, statistics, tables, figures and the report."""
