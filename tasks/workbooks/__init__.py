"""The round trip through Excel: my workbook out, any sheet a person really has in, marks back."""
