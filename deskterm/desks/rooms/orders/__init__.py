"""The service order of a booking: filled in, sent, carried out, and what was wrong after it."""
