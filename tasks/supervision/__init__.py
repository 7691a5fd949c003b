"""Supervision: workdays and deadlines, and how far everybody is."""
