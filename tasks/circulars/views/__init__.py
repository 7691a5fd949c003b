"""Pages of overdue reports and of circulars."""
