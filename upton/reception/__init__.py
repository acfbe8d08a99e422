"""The floor: who is expected, who waits, who is with a colleague, and how many came."""
