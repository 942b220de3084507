"""Signals that the stock book shows: counts that differ, waste, movements while the place is closed. No person in them."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from hoanhap.kit.dates import local_day
from hoanhap.kit.numbers import vn_number
from hoanhap.medicine.models import Count, CountLine, CountTryLine, StockLine
from hoanhap.medicine.queries.medicines import title_of, told
from hoanhap.treatment.queries.signal_rules import SignalKind
from hoanhap.treatment.rules.signals import Fact, Found

WASTED: Final = ("spill", "waste")
GIVEN: Final = ("dose", "take-home", "ward")


def since(kind: SignalKind, at: datetime) -> datetime:
    """From when on a kind looks."""
    return at - timedelta(days=int(kind["days"]))


def _lines(place_id: UUID, kind: SignalKind, at: datetime) -> QuerySet[StockLine]:
    return StockLine.objects.filter(
        book__organisation=place_id, happened_at__gt=since(kind, at), happened_at__lte=at
    )


def _standing(found: QuerySet[StockLine]) -> QuerySet[StockLine]:
    """Without what was taken back."""
    return found.filter(reverses__isnull=True, reversed_by__isnull=True)


def _fact(row: StockLine) -> Fact:
    words = _("Line %(line)s of %(medicine)s: %(kind)s, %(quantity)s, lot %(lot)s") % {
        "line": row.line_no,
        "medicine": title_of(row.book.medicine),
        "kind": row.get_kind_display(),
        "quantity": told(row.quantity_units, row.book.medicine),
        "lot": row.lot.number,
    }
    return Fact("line", row.pk, row.happened_at, f"{words}. {row.reason}".strip()[:500])


def count_mismatch(place_id: UUID, kind: SignalKind, at: datetime) -> list[Found]:
    """Counts that did not agree with the book, also those that were counted again: by book, day and moment."""
    facts: dict[tuple[UUID, Any, str], list[Fact]] = defaultdict(list)
    summed: dict[tuple[UUID, Any, str], str] = {}
    given: dict[str, Any] = {"happened_at__gt": since(kind, at), "happened_at__lte": at}
    for model, path in ((CountTryLine, "count_try"), (CountLine, "count")):
        rows: Any = model.objects.all()
        rows = (
            rows.filter(**{f"{path}__{name}": value for name, value in given.items()})
            .filter(**{f"{path}__book__organisation": place_id})
            .exclude(counted_units=F("book_units"))
            .select_related(f"{path}__book", "lot", "account")
        )
        for row in rows:
            count = getattr(row, path)
            if abs(row.counted_units - row.book_units) <= kind["tolerance_units"]:
                continue
            medicine = count.book.medicine
            words = _("%(place)s, lot %(lot)s: counted %(counted)s, book %(held)s") % {
                "place": row.account.name or row.account.get_kind_display(),
                "lot": row.lot.number,
                "counted": told(row.counted_units, medicine),
                "held": told(row.book_units, medicine),
            }
            what = (count.book_id, count.day, count.moment)
            facts[what].append(Fact(path.replace("_", "-"), row.pk, count.happened_at, words))
            summed[what] = _("%(moment)s of %(medicine)s on %(day)s") % {
                "moment": Count.Moment(count.moment).label,
                "medicine": title_of(medicine),
                "day": f"{count.day:%d/%m/%Y}",
            }
    return [
        Found("count-mismatch", f"{book} {day} {moment}", tuple(found), summed[book, day, moment])
        for (book, day, moment), found in facts.items()
    ]


def waste_share(place_id: UUID, kind: SignalKind, at: datetime) -> list[Found]:
    """Books of which more than the mark of what was given out was spilt or put aside."""
    lines = _standing(_lines(place_id, kind, at))
    sums: dict[UUID, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in (
        lines.filter(kind__in=[*WASTED, *GIVEN])
        .order_by()
        .values("book_id", "kind")
        .annotate(units=Sum("quantity_units"))
    ):
        sums[row["book_id"]]["wasted" if row["kind"] in WASTED else "given"] += row["units"]
    high = [book for book, one in sums.items() if one["wasted"] * 100 > kind["percent"] * one["given"]]
    if not high:
        return []
    facts: dict[UUID, list[StockLine]] = defaultdict(list)
    for line in lines.filter(book__in=high, kind__in=WASTED).select_related("book", "lot"):
        facts[line.book_id].append(line)
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


def waste_repeated(place_id: UUID, kind: SignalKind, at: datetime) -> list[Found]:
    """Lines of waste that one person wrote, where there are more than the mark."""
    by: dict[UUID, list[StockLine]] = defaultdict(list)
    lines = _standing(_lines(place_id, kind, at)).filter(kind__in=WASTED)
    for row in lines.select_related("book", "lot"):
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


def after_hours(place_id: UUID, kind: SignalKind, at: datetime) -> list[Found]:
    """Movements before the place opens or after it closes, by book and local day."""
    days: dict[tuple[UUID, Any], list[StockLine]] = defaultdict(list)
    opens, closes = kind["opens_at"], kind["closes_at"]
    # Of the local day: Django turns the instant into the zone of the program before it takes the time.
    outside = Q(happened_at__time__lt=_time(opens)) | Q(happened_at__time__gte=_time(closes))
    lines = (
        _lines(place_id, kind, at).filter(outside)
        if closes < 24
        else _lines(place_id, kind, at).filter(happened_at__time__lt=_time(opens))
    )
    for row in lines.select_related("book", "lot").order_by("happened_at"):
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


def _time(hour: Decimal) -> time:
    """6,5 → 06:30."""
    minutes = int(hour * 60)
    return time(minutes // 60 % 24, minutes % 60)
