"""What a market is made of: people, state, money, cases, and what tactics may see and do."""
