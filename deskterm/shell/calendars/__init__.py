"""Bookings as calendars: handed out to other programs, and taken in from them."""
