"""The pages of chasing."""
