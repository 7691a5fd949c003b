"""Supervision: workdays and deadlines."""
