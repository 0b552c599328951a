"""ISO 690, in the words of its Spanish translation (UNE-ISO 690): electronic resources and archival material.

The surnames of persons are in capitals, as the standard shows them; bodies are named as they are. It is the only
style here that asks for the day on which an online resource was consulted.
"""

from datetime import date

from archive.citation.dates import long
from archive.citation.facts import Author, Cited, Medium, capitalised
from archive.citation.runs import Run, Runs, clauses, dated, plain, sentences

_CARRIERS = {Medium.TEXT: "en línea", Medium.AUDIO: "audio en línea", Medium.VIDEO: "video en línea"}


def reference(cited: Cited, today: date) -> Runs:
    """For the list of references; with the page where one is cited."""
    version = f"Versión {cited.named_version}" if cited.named_version else ""
    issued = f"{capitalised(dated(cited))} [consulta: {long(today.isoformat())}]"
    place_in_it = cited.passage.locator if cited.passage else ""
    said = sentences(
        [
            _named(cited.author) if cited.author else "",
            (Run(cited.name, italic=True), Run(f" [{_CARRIERS[cited.medium]}]")),
            capitalised(cited.kind),
            version,
            issued,
            plain(clauses([cited.holder, cited.reference_code, place_in_it])),
            cited.site,
        ]
    )
    return (*said, Run(f" Disponible en: {cited.address}"))


def _named(author: Author) -> str:
    return f"{author.surnames.upper()}, {author.given}" if author.surnames else author.inverted
