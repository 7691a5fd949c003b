"""WHAT: the catalogue of service matters cut from the provincial library."""
