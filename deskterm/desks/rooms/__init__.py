"""Meeting rooms and what is booked in them."""
