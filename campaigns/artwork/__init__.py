"""Share cards, posters and leaflets, drawn from what a page says. Nothing here knows Django."""
