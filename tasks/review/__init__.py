"""Review: approving, returning with reasons."""
