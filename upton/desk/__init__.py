"""A colleague's start page, search, and the browser of facts."""
