"""Official papers as Word documents, to the numbers of GB/T 9704-2012."""
