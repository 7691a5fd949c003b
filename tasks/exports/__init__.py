"""Attachments 1–4 as files: the official print edition and the data edition."""
