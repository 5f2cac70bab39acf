"""The desks; none imports another."""
