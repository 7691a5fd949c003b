"""Review: approving, returning with reasons, deciding objections."""
