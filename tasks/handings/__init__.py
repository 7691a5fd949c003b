"""Handing rows (分办) to a colleague or a division of the own unit, and getting them back (B13)."""
