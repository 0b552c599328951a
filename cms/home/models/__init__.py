"""Pages: the front page, articles and guides, pages of text, places, the glossary."""

from cms.home.models.articles import ArticleIndexPage, ArticlePage, Topic
from cms.home.models.bodies import BodiesPage, BodyPage
from cms.home.models.front import HomePage
from cms.home.models.glossary import GlossaryPage
from cms.home.models.newsletter import Delivery, Frequency, Subscription, SubscriptionRequest
from cms.home.models.places import PlacesPage, RegionPage, StatePage
from cms.home.models.text import TextPage

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "BodiesPage",
    "BodyPage",
    "Delivery",
    "Frequency",
    "GlossaryPage",
    "HomePage",
    "PlacesPage",
    "RegionPage",
    "StatePage",
    "Subscription",
    "SubscriptionRequest",
    "TextPage",
    "Topic",
]
