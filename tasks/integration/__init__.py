"""Integration: who connects a business system, and how far that is."""
