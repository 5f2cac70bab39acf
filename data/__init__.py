"""What is shipped as files: procedures, a sample site, the keys."""
