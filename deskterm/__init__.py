"""deskterm: the console of a building's front desk."""

__version__ = "0.1.0"
