"""Coaching: what coaches owe the people they look after; first of all the contact by day 7."""
