"""Guards: who is on, where, and on which call."""
