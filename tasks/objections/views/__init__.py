"""The pages of objections: raising, the list, one as a thread, its acts, its files."""
