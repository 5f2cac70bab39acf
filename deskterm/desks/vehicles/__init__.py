"""Vehicles, trips, fuel and papers."""
