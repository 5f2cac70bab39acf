"""Bookings that come again: a rule, its dates, and what happens to one, to some, to all of them."""
