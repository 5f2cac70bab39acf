"""What every desk stands on; knows no desk and no Textual."""
