"""WHO: departments, districts, the bureau, people, their roster, jobs, inbox and audit trail."""
