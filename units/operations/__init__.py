"""Operating the portal: whether its parts live, its jobs and schedules, its figures (T4)."""
