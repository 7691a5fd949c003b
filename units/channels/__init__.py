"""Channels: what is told to people also leaves the portal, each by the ways they chose (Q1–Q7)."""
