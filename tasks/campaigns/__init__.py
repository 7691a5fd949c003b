"""Issuing a notice: the ranking of attachment 1, and the tasks each addressed unit gets."""
