"""Consents: what a client agreed to, in which words, from when until when."""
