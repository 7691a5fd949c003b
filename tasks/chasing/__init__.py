"""Chasing (催办、督办): who is late and at which step, numbered slips, calls and their notes."""
