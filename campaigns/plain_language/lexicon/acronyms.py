"""Acronyms that are not said as the general rule would say them, and those that nobody needs explained."""

SPELLED = frozenset("adn arn eua ia oc ocde oea oit oic ong omc oms ops ue uea uif uif vih ote iep".split())
"""Said letter by letter though they could be read: the OCDE, the OIC."""

READ = {
    "imss": ("imss",),
    "issste": ("iss", "ste"),
    "fovissste": ("fo", "viss", "ste"),
    "conacyt": ("co", "na", "cyt"),
    "conahcyt": ("co", "nah", "cyt"),
    "ok": ("o", "key"),
    "wifi": ("wi", "fi"),
}
"""Said as a word though the rule would spell them, or divided otherwise."""

WORDS_OF_TWO_LETTERS = frozenset(
    "al ay da de di dé el él en es eh fe ha he ir ja la le lo me mi mí ni no oh os se sé si sí su te té tu tú un"
    " va ve vi ya yo oí".split()
)
"""In capitals they are words; any other two capitals are spelled (UT, IA, UE, TI)."""

KNOWN = frozenset(
    "ONU UNESCO UNICEF OMS FIFA NASA SIDA VIH COVID ADN CURP RFC IVA ISR NIP IMSS ISSSTE UNAM IPN SEP INE DIF CFE"
    " PEMEX CDMX EUA EEUU DVD CD PDF USB GPS SMS TV QR PIN HTML WIFI URL FM AM PM OK SOS SA CV AC DF VIP LGBT"
    " LGBTI LGBTTTI LGBTIQ CP".split()
)
"""Nobody needs these explained in Mexico: they name a thing better than their full names do."""
