"""One search box for everything a person may see (N1)."""
