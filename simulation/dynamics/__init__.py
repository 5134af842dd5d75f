"""How the market lives: draws, rules, loops and the desk that acts."""
