"""Delivering: claim what is due, send one letter, note how it went."""


def deliver(*, now):
    return 0
