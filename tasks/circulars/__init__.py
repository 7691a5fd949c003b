"""Overdue reports, frozen at their cut-off, and the circulars (通报) drafted from them."""
