"""Faults with real processes: what the portal promises when something dies (trust C1–C4, C7)."""
