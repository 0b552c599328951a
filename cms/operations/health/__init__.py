"""Is the instance well? Checks, the report they make up, and who may read how much of it."""
