"""Fuel logs of other programs, taken in by a map, and our own, written out."""
