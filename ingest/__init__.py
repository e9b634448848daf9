"""Ingesting: from files to passages in the library."""
