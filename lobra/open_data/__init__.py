"""The public edition's records handed over as open data: tables, and what describes them."""

FORMATS = ("csv", "xlsx", "parquet")
LICENCES = {
    "CC0-1.0": "http://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "http://creativecommons.org/licenses/by/4.0/",
}
"""As DCAT-AP-SE has them: never with https, and with the last slash."""
