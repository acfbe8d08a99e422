"""Regions, districts, sites, teams, roles and colleagues: who works where, and since when."""
