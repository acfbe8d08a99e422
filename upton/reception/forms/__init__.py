"""The forms of the door."""
