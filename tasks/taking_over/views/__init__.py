"""Pages of taking over, and what the grid asks."""
