"""What an installation may decide about the work itself."""

from .installation import env

# For so long a bulk approval can be undone (docs/decisions/0018).
REVIEW_UNDO_MINUTES = env.int("REVIEW_UNDO_MINUTES", default=30)
# Nobody checks a circular whose words are their own (docs/decisions/0029).
CIRCULAR_FOUR_EYES = env.bool("CIRCULAR_FOUR_EYES", default=True)
# So old a process lets its copy of the workday calendar become; the process that changes a day
# looks at once.
CALENDAR_SECONDS = env.int("CALENDAR_SECONDS", default=30)
