"""Share cards, posters and leaflets, drawn from what a page says. Of the site it knows nothing: of Django
only the translations are used."""
