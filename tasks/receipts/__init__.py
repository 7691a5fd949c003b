"""Receipts (回执): handed out as a signed file, listed, verified by anybody who holds one."""
