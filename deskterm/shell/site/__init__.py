"""A site's own files: read, compared with the store, taken into it."""
