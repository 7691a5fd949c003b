"""Filling in: the seven facts row by row, the check of attachment 1, signing and submitting."""
