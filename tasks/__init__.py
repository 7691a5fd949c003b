"""THE WORK: campaigns, their tasks, filling in, review, objections and exports."""
