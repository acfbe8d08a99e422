"""Registers of offices: a list read from a file, and what it changes in what is recorded. Plain Python."""
