"""What is written for the public: how clear it is, and the campaigns that carry it."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Campañas"
