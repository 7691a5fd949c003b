"""Spreadsheets in and out: read what offices really send, write what offices expect."""
