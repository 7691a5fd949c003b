"""Collecting: a district's matrix of departments and their parts."""
