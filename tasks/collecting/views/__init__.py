"""Pages of a district that collects."""
