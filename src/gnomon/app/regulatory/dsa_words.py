"""Words of the templates of Annex I: Member States, languages, categories, and what the tables call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gnomon.base.errors import DataError, InputError, nearest_hint

__all__ = ["CATEGORIES", "LANGUAGES", "OTHER_TERMS", "STATES", "group_words", "read_categories"]

STATES: Final = (
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT",
    "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
)  # fmt: skip
LANGUAGES: Final = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl",
    "pt", "ro", "sk", "sl", "sv",
)  # fmt: skip
_PREFIX: Final = "STATEMENT_CATEGORY_"
CATEGORIES: Final = tuple(
    _PREFIX + name
    for name in (
        "ANIMAL_WELFARE", "CONSUMER_INFORMATION", "CYBER_VIOLENCE", "CYBER_VIOLENCE_AGAINST_WOMEN",
        "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "ILLEGAL_OR_HARMFUL_SPEECH", "INTELLECTUAL_PROPERTY_INFRINGEMENTS",
        "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS", "PROTECTION_OF_MINORS", "RISK_FOR_PUBLIC_SECURITY",
        "SCAMS_AND_FRAUD", "SELF_HARM", "UNSAFE_AND_PROHIBITED_PRODUCTS", "VIOLENCE",
    )
)  # fmt: skip
OTHER_TERMS: Final = _PREFIX + "OTHER_VIOLATION_TC"
_USUAL: Final = {
    "illegal_speech": _PREFIX + "ILLEGAL_OR_HARMFUL_SPEECH",
    "minors": _PREFIX + "PROTECTION_OF_MINORS",
    "scams": _PREFIX + "SCAMS_AND_FRAUD",
    "intellectual_property": _PREFIX + "INTELLECTUAL_PROPERTY_INFRINGEMENTS",
    "violence": _PREFIX + "VIOLENCE",
    "harassment": _PREFIX + "CYBER_VIOLENCE",
    "dangerous_acts": _PREFIX + "SELF_HARM",
    "self_harm": _PREFIX + "SELF_HARM",
}
_REST: Final = ("other", None)  # words of no category
_TERMS_ONLY: Final = ("nudity", "spam")  # against the terms, against no law by themselves


def read_categories(told: Mapping[str, str]) -> Mapping[str, str]:
    """Add what a team says to the usual categories of words; the prefix of a category may be left out.

    Raises
    ------
    InputError
        If there is no such category.

    Examples
    --------
    >>> read_categories({"nudity": "cyber_violence"})["nudity"]
    'STATEMENT_CATEGORY_CYBER_VIOLENCE'
    """
    found = dict(_USUAL)
    for word, name in told.items():
        whole = name.upper() if name.upper().startswith(_PREFIX) else _PREFIX + name.upper()
        known = (*CATEGORIES, OTHER_TERMS)
        if whole not in known:
            hint = nearest_hint(whole, known, otherwise=f"Take one of {', '.join(known)}.")
            raise InputError(f"{name!r} is no category of Annex I. {hint}", code="INP-033")
        found[word] = whole
    return found


def group_words(
    words: Mapping[str | None, int], categories: Mapping[str, str], *, part: str, rest: str | None
) -> Mapping[str, tuple[str | None, ...]]:
    """Group the words of the data by category.

    Parameters
    ----------
    words : mapping of str to int
        Each word of the data, and how many rows have it.
    categories : mapping of str to str
        From :func:`read_categories`.
    part : str
        What the words are of, for the message.
    rest : str or None
        Category of what has none; None where the template has no such category.

    Raises
    ------
    DataError
        With the words that have no category, and how many rows each has.
    """
    found: dict[str, tuple[str | None, ...]] = {}
    lost: list[str] = []
    for word, count in words.items():
        category = _category(word, categories, rest)
        if category is None or (category == OTHER_TERMS and rest != OTHER_TERMS):
            lost.append(f"{'no word' if word is None else repr(word)} ({count})")
        else:
            found[category] = (*found.get(category, ()), word)
    if lost:
        raise DataError(
            f"{part} has no category of Annex I for {', '.join(lost)}; nothing was written. Say which with "
            "`--category WORD=CATEGORY`.",
            code="DAT-332",
        )
    return found


def _category(word: str | None, categories: Mapping[str, str], rest: str | None) -> str | None:
    if word is not None and word in categories:
        return categories[word]
    if word is not None and word in (*CATEGORIES, OTHER_TERMS):
        return word
    is_rest = word in _REST or (word in _TERMS_ONLY and rest == OTHER_TERMS)
    return rest if is_rest else None
