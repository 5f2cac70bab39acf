"""The register on paper: printed blank for a night without power, and taken in afterwards."""
