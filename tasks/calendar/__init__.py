"""The workday calendar, deadlines that are moved, and deadlines in people's own calendars."""
