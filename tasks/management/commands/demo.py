"""`manage.py demo`: fill an empty database with the demo, or write only its library workbook."""
