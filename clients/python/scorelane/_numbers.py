"""Numbers as files write them: `1.234,5`, `$1,234.50`, `12 %`, `(12)`."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any, Mapping, NamedTuple, Optional

from ._words import SPACE, trim

PLAIN_FORM: Mapping[str, Any] = {"decimal": "."}

_NUMBER = {
    mark: re.compile(rf"-?(?:(?:0|[1-9][0-9]*)(?:[{mark}][0-9]+)?|[{mark}][0-9]+)(?:[eE][+-]?[0-9]{{1,3}})?")
    for mark in ".,"
}
_TOO_MANY_DIGITS = re.compile("[0-9]{16}")


def parse_plain(word: str, decimal: str = ".") -> Optional[float]:
    """A number as programs write it. Not `007`, `1,000`, `+5`, nor more than 15 digits before the point."""
    if _NUMBER[decimal].fullmatch(word) is None:
        return None
    return _to_float(word, decimal)


def _to_float(text: str, decimal: str) -> Optional[float]:
    if _TOO_MANY_DIGITS.search(text.split(decimal, 1)[0]):
        return None
    value = float(text if decimal == "." else text.replace(",", ".", 1))
    return value if math.isfinite(value) else None


def parse_number(word: str, form: Mapping[str, Any]) -> Optional[float]:
    """The number that a word stands for in the form of a field's column; None: it is no number there."""
    if not form.get("percent"):
        plain = parse_plain(word, form["decimal"])
        if plain is not None:
            return plain
    parts = _undress(word)
    if parts is None or not _is_dressed_as(parts, form):
        return None
    core = re.sub("^0+(?=[0-9])", "", parts.core) if form.get("leading_zeros") else parts.core
    value = _read_in(core, form["decimal"], form.get("thousands"))
    if value is None:
        return None
    # 0.12 without a sign may be 12 %.
    if form.get("percent") and not parts.percent and value != 0 and value <= 1:
        return None
    return -value if parts.negative else value


class _Undressed(NamedTuple):
    core: str
    negative: bool = False
    plus: bool = False
    accounting: bool = False
    percent: bool = False
    currency: str = ""


_PARTS = re.compile(
    rf"([^0-9]*?)([.,]?[0-9](?:[0-9.,'’ʼ′`{SPACE}]*[0-9])?(?:[eE][+-]?[0-9]{{1,3}})?)([^0-9]*)"
)
_MINUS = re.compile("[\u2212\ufe63\uff0d]")


def _undress(word: str) -> Optional[_Undressed]:
    if len(word) > 64:
        return None
    match = _PARTS.fullmatch(word)
    if match is None:
        return None
    before, core, after = match.groups()
    # In “Rs.500” the point belongs to the letters.
    if core[0] in ".," and before and before[-1].isalpha():
        before, core = before + core[0], core[1:]
    core = re.sub("[’ʼ′`]", "'", core)
    core = re.sub(f"[{SPACE}]", " ", core)
    if before == "" and after == "":
        return _Undressed(core)
    return _read_around(core, _MINUS.sub("-", before), _MINUS.sub("-", after))


def _read_around(core: str, before: str, after: str) -> Optional[_Undressed]:
    accounting = "(" in before and ")" in after
    if accounting:
        before, after = before.replace("(", "", 1), after.replace(")", "", 1)
    percent = "%" in after or "%" in before
    if "%" in before:
        before = before.replace("%", "", 1)
    elif percent:
        after = after.replace("%", "", 1)
    before, after = trim(before), trim(after)
    negative, plus = accounting, False
    found = re.search(r"^[+-]|[+-]\Z", before) or re.search(r"^-|-\Z", after)
    if found is not None:
        sign = found.group()
        if accounting:
            return None
        negative, plus = sign == "-", sign == "+"
        if sign in before:
            before = trim(before.replace(sign, "", 1))
        else:
            after = trim(after.replace(sign, "", 1))
    currency = before + after
    if currency and (before and after or percent or _currency_of(currency) is None):
        return None
    return _Undressed(core, negative, plus, accounting, percent, currency)


def _is_dressed_as(parts: _Undressed, form: Mapping[str, Any]) -> bool:
    if parts.currency:
        if "currency" not in form or _currency_of(parts.currency) != _currency_of(form["currency"]):
            return False
    return all(
        not getattr(parts, dress) or bool(form.get(dress)) for dress in ("percent", "accounting", "plus")
    )


def _pattern(decimal: str, thousands: Optional[str]) -> "re.Pattern[str]":
    d = f"[{decimal}]"
    plain = rf"(?:(?:0|[1-9][0-9]*)(?:{d}[0-9]+)?|{d}[0-9]+)(?:[eE][+-]?[0-9]{{1,3}})?"
    if thousands is None:
        return re.compile(plain)
    grouped = rf"[1-9][0-9]{{0,2}}(?:[{thousands}][0-9]{{3}})+(?:{d}[0-9]+)?"
    # India groups by two above the thousands: 12,34,567.
    indian = rf"|[1-9][0-9]?(?:,[0-9]{{2}})+,[0-9]{{3}}(?:{d}[0-9]+)?" if thousands == "," else ""
    return re.compile(f"(?:{plain}|{grouped}{indian})")


_PATTERNS = {
    (decimal, thousands): _pattern(decimal, thousands)
    for decimal in ".,"
    for thousands in (None, ",", ".", " ", "'")
    if decimal != thousands
}


def _read_in(core: str, decimal: str, thousands: Optional[str]) -> Optional[float]:
    pattern = _PATTERNS.get((decimal, thousands))
    if pattern is None or pattern.fullmatch(core) is None:
        return None
    return _to_float(core if thousands is None else core.replace(thousands, ""), decimal)


def describe_form(form: Mapping[str, Any]) -> str:
    """`1,234.5`: how numbers look in a form."""
    decimal = form["decimal"]
    if form.get("percent"):
        shown = f"12{decimal}5%"
    else:
        shown = f"{'+' if form.get('plus') else ''}1{form.get('thousands', '')}234{decimal}5"
    currency = form.get("currency")
    if currency is not None:
        shown = f"{currency} {shown}" if currency[0].isalpha() else currency + shown
    return f"({shown})" if form.get("accounting") else shown


# The active codes of ISO 4217; TOP, ALL, CUP and MOP are not: they are words.
_CODES = frozenset(
    """
    AED AFN AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
    MNT MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
    SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES
    VND VUV WST XAF XCD XOF XPF YER ZAR ZMW HRK
    """.split()
)
_SIGNS = dict(
    pair.split("=")
    for pair in """
    €=EUR £=GBP ₹=INR ₽=RUB ₺=TRY ₩=KRW ₪=ILS ₫=VND ₴=UAH ₦=NGN ₱=PHP ฿=THB ₸=KZT $=USD US$=USD R$=BRL A$=AUD AU$=AUD
    C$=CAD CA$=CAD HK$=HKD NZ$=NZD S$=SGD NT$=TWD MX$=MXN zł=PLN Zł=PLN ZŁ=PLN Kč=CZK KČ=CZK Ft=HUF Kr=kr kr=kr
    kr.=kr Kr.=kr Fr=CHF Fr.=CHF fr=CHF fr.=CHF SFr=CHF SFr.=CHF sFr.=CHF лв=BGN лв.=BGN lei=RON Lei=RON руб=RUB
    руб.=RUB р.=RUB Rs=Rs Rs.=Rs RM=MYR Rp=IDR Rp.=IDR R=ZAR TL=TRY S/=PEN S/.=PEN 元=CNY 円=JPY 원=KRW euro=EUR
    Euro=EUR euros=EUR
    """.split()
)


def _currency_of(sign: str) -> Optional[str]:
    if sign in _SIGNS:
        return _SIGNS[sign]
    is_sign = re.fullmatch("[A-Z]{0,3}.", sign) is not None and unicodedata.category(sign[-1]) == "Sc"
    return sign if sign in _CODES or is_sign else None
