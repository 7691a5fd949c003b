"""What the portal costs, against the packages offices use today and against the limit."""
