"""Telephone numbers on pages: masked for others, shown on demand, each look recorded."""
