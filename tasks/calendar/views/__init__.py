"""Pages of the calendar, of moved deadlines, of subscriptions."""
