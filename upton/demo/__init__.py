"""A believable district to try everything on: invented people at real places, the same every time."""
