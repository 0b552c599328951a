"""The newsletter: what became public since the last one, for whoever asked for it and confirmed that they did."""
