"""The same matters in stock django-import-export, and in a plain pipeline: what we compare with."""
