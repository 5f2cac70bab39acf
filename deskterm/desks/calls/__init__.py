"""Residents' help calls."""
