"""What every capability stands on: facts, refusals, states, clock, access, live updates."""
