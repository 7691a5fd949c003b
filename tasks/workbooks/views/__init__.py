"""Pages of the round trip through Excel."""
