"""Tags that know the work."""
