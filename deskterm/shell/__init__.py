"""What puts the house together: the console, the commands, the acts over several desks."""
