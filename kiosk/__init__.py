"""Groundwork: a guided session kiosk that talks a person through a routine."""

__version__ = "0.1.0"
