"""The night: reports, backup, proof of both, and word of it, for each day that is over."""
