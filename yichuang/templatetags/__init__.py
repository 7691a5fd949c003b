"""Template tags of the portal's visual language."""
