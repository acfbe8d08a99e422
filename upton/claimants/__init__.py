"""The person: who they are, how to reach them, and the journal of what happened."""
