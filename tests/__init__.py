"""Tests: what the product does, in sentences."""
