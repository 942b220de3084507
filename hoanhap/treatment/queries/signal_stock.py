"""Signals that the stock book shows: counts that differ, waste, movements while the place is closed. No person in them."""

from collections import defaultdict
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import CharField, F, Value
from django.utils.translation import gettext as _

from hoanhap.kit.dates import LOCAL_ZONE, local_day
from hoanhap.kit.numbers import vn_number
from hoanhap.medicine.models import Count, CountLine, CountTryLine, StockAccount, StockLine
from hoanhap.medicine.queries.medicines import title_of, told
from hoanhap.treatment.queries.signal_reading import WASTED, Reading, hour_of
from hoanhap.treatment.queries.signal_rules import SignalKind
from hoanhap.treatment.rules.signals import Fact, Found


def _fact(row: StockLine) -> Fact:
    words = _("Line %(line)s of %(medicine)s: %(kind)s, %(quantity)s, lot %(lot)s") % {
        "line": row.line_no,
        "medicine": title_of(row.book.medicine),
        "kind": row.get_kind_display(),
        "quantity": told(row.quantity_units, row.book.medicine),
        "lot": row.lot.number,
    }
    return Fact("line", row.pk, row.happened_at, f"{words}. {row.reason}".strip()[:500])


_COUNTED: Final = (
    "pk",
    "counted_units",
    "book_units",
    "account__name",
    "account__kind",
    "lot__number",
    "account__book__medicine",
    "account__book",
)


def count_mismatch(reading: Reading, kind: SignalKind) -> list[Found]:
    """Counts that did not agree with the book, also those that were counted again: by book, day and moment."""
    facts: dict[tuple[UUID, Any, str], list[Fact]] = defaultdict(list)
    summed: dict[tuple[UUID, Any, str], str] = {}
    parts = []
    for model, path in ((CountTryLine, "count_try"), (CountLine, "count")):
        rows: Any = model.objects.filter(
            **{
                f"{path}__happened_at__gt": reading.since(kind),
                f"{path}__happened_at__lte": reading.at,
                f"{path}__book__organisation": reading.place_id,
            }
        ).exclude(counted_units=F("book_units"))
        when = (f"{path}__day", f"{path}__moment", f"{path}__happened_at")
        sort = Value(path.replace("_", "-"), output_field=CharField())
        parts.append(rows.annotate(sort=sort).order_by().values_list(*_COUNTED, *when, "sort"))
    for key, counted, held, name, account, lot, medicine, book, day, moment, at, sort in parts[0].union(
        parts[1], all=True
    ):
        if abs(counted - held) <= kind["tolerance_units"]:
            continue
        words = _("%(place)s, lot %(lot)s: counted %(counted)s, book %(held)s") % {
            "place": name or StockAccount.Kind(account).label,
            "lot": lot,
            "counted": told(counted, medicine),
            "held": told(held, medicine),
        }
        facts[book, day, moment].append(Fact(sort, key, at, words))
        summed[book, day, moment] = _("%(moment)s of %(medicine)s on %(day)s") % {
            "moment": Count.Moment(moment).label,
            "medicine": title_of(medicine),
            "day": f"{day:%d/%m/%Y}",
        }
    return [
        Found("count-mismatch", f"{book} {day} {moment}", tuple(found), summed[book, day, moment])
        for (book, day, moment), found in facts.items()
    ]


def _wasted(reading: Reading, kind: SignalKind) -> list[StockLine]:
    """What was spilt or put aside and not taken back."""
    return [
        row
        for row in reading.lines(kind)
        if row.kind in WASTED and row.reverses_id is None and row.taken_back is None  # type: ignore[attr-defined]
    ]


def waste_share(reading: Reading, kind: SignalKind) -> list[Found]:
    """Books of which more than the mark of what was given out was spilt or put aside."""
    facts: dict[UUID, list[StockLine]] = defaultdict(list)
    for line in _wasted(reading, kind):
        facts[line.book_id].append(line)
    if not facts:
        return []
    sums = {
        book: {
            "wasted": sum((one.quantity_units for one in rows), Decimal(0)),
            "given": Decimal((rows[0].given or {}).get(str(book), 0)),  # type: ignore[attr-defined]
        }
        for book, rows in facts.items()
    }
    high = {book for book, one in sums.items() if one["wasted"] * 100 > kind["percent"] * one["given"]}
    facts = {book: rows for book, rows in facts.items() if book in high}
    found = []
    for book, rows in facts.items():
        wasted, out = sums[book]["wasted"], sums[book]["given"]
        medicine = rows[0].book.medicine
        share = vn_number(wasted * 100 / out, places=2) + " %" if out else "–"
        words = _("%(medicine)s: %(wasted)s of %(given)s given out in %(days)s days (%(share)s)") % {
            "medicine": title_of(medicine),
            "wasted": told(wasted, medicine),
            "given": told(out, medicine),
            "days": int(kind["days"]),
            "share": share,
        }
        found.append(Found("waste-share", str(book), tuple(_fact(row) for row in rows), words))
    return found


def waste_repeated(reading: Reading, kind: SignalKind) -> list[Found]:
    """Lines of waste that one person wrote, where there are more than the mark."""
    by: dict[UUID, list[StockLine]] = defaultdict(list)
    for row in _wasted(reading, kind):
        by[row.recorded_by].append(row)
    return [
        Found(
            "waste-repeated",
            str(account),
            tuple(_fact(row) for row in rows),
            _("%(times)s times in %(days)s days") % {"times": len(rows), "days": int(kind["days"])},
            account_id=account,
        )
        for account, rows in by.items()
        if len(rows) > kind["times"]
    ]


def after_hours(reading: Reading, kind: SignalKind) -> list[Found]:
    """Movements before the place opens or after it closes, by book and local day."""
    days: dict[tuple[UUID, Any], list[StockLine]] = defaultdict(list)
    opens, closes = kind["opens_at"], kind["closes_at"]
    for row in reading.lines(kind):
        clock = row.happened_at.astimezone(LOCAL_ZONE).time()
        if clock >= hour_of(opens) and (closes >= 24 or clock < hour_of(closes)):
            continue
        days[row.book_id, local_day(row.happened_at)].append(row)
    return [
        Found(
            "after-hours",
            f"{book} {day}",
            tuple(_fact(row) for row in rows),
            _("%(day)s: %(count)s movements outside %(opens)s–%(closes)s o'clock")
            % {
                "day": f"{day:%d/%m/%Y}",
                "count": len(rows),
                "opens": vn_number(opens.normalize()),
                "closes": vn_number(closes.normalize()),
            },
        )
        for (book, day), rows in days.items()
    ]
