"""Who is on shift."""
