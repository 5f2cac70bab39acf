"""The console's parts; knows Textual and no desk."""
