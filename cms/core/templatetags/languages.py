"""Names of languages in templates."""

from django import template

from cms.core.languages import language_name

register = template.Library()
register.filter("language_name", language_name)
