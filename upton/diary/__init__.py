"""Appointments that can never collide: who is booked with whom, when, and what became of it."""
