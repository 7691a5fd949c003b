"""The register of business systems: one agreed name each, and who runs on it (story 8)."""
