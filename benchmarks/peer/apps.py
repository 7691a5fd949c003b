"""The app of the peers; only the benchmarks' settings install it."""

from django.apps import AppConfig


class PeerConfig(AppConfig):
    name = "benchmarks.peer"
    label = "peer"
