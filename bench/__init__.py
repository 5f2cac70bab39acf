"""What an operator feels, measured beside floors on the same machine in the same minute."""
