"""Nyttonav: the hub. Start reading in broker.py."""

__version__ = "0.1.0"
