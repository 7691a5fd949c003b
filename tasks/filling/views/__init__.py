"""The pages of filling in: home, task, grid, check, objections, roster, signing."""
