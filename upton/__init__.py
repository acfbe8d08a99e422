"""Upton runs a public employment service: each folder here is one capability of it."""
