"""When a diary can take somebody: windows less what is busy, and the times at which to begin. Plain Python."""
