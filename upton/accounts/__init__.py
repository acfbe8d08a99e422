"""Sign-in, sessions, and the actor who stands behind each request."""
