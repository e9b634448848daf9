"""Answering: from a question to an answer made of passages that the reader can check."""
