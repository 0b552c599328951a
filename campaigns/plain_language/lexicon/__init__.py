"""Tables of words: what the rules of Spanish don't tell. Each module says how it is read."""
