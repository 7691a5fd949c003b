"""Suspicion: what the bureau's rules find odd in reported rows, gravest first (story 7)."""
