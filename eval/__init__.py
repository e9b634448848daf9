"""Measuring: from a question set to figures that tell what got better or worse."""
