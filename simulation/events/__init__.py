"""What happens to a brand: plug-ins; a new event is one new file."""
