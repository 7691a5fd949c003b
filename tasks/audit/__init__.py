"""The audit page: who did what, when, to whose work, and whether it is sealed."""
