"""What a new version of the library does to the lists that are with the units (A3-4)."""
