"""Reference data: states, institutions, glossary."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "cms.core.reference"
    label = "reference"
    verbose_name = "Datos de referencia"
