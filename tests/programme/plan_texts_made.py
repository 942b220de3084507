"""Plans of any content, for properties: everything that the shape allows, with codes that hang together."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from hoanhap.kit.text import clean
from hoanhap.programme.rules.plan_files import PlanBody

LETTERS = "aàảãáạăâbcdđeêghiklmnoôơpqrstuưvxy ABCĐ0123456789.,:;'\"-–%/()#&*?!|>{}[]@`"
TIDY = st.text(LETTERS, min_size=1, max_size=40).map(clean).filter(bool)
UNTIDY = st.text(LETTERS + "  \n\t\u200b", min_size=1, max_size=40).filter(lambda text: clean(text) != "")
CODES = st.from_regex(r"\A[a-z0-9][a-z0-9-]{0,12}\Z").filter(lambda code: code != "new")
DIGITS = st.from_regex(r"\A[0-9]{2,8}\Z")
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
PER_CENT = st.decimals(0, 100, places=4, allow_nan=False)

SHARE_OF_UNITS = "hn-i1-model-rollout"
COUNT_OF_PEOPLE = "vp-i2-participants"
COUNT_OF_UNITS = "dt-i2-drug-free-kept"
READINGS = {
    SHARE_OF_UNITS: ["", "any-model", "every-model", "b93-club"],
    COUNT_OF_PEOPLE: [""],
    COUNT_OF_UNITS: ["", "drug-free", "without-hotspot"],
}


def words(texts: Any) -> Any:
    """A text in both languages."""
    return st.one_of(
        texts.map(lambda text: {"vi": text, "en": text}), st.fixed_dictionaries({"vi": texts, "en": texts})
    )


def places(texts: Any) -> Any:
    """Units, each once."""
    one = st.fixed_dictionaries({"code": DIGITS, "name": texts})
    return st.lists(one, min_size=1, max_size=4, unique_by=lambda place: place["code"])


@st.composite
def marks(draw: Any, indicator: str, lists: list[str], texts: Any, years: Any) -> dict[str, Any]:
    """A mark that fits the indicator."""
    kinds = {
        SHARE_OF_UNITS: ["above", "at-least", "all", "band", "per-parent", "watch"],
        COUNT_OF_PEOPLE: ["at-least", "zero", "count-by", "assigned", "watch"],
        COUNT_OF_UNITS: ["at-least", "zero", "count-by", "assigned", "watch", "keep"],
    }[indicator]
    kind = draw(st.sampled_from([one for one in kinds if one != "keep" or lists]))
    mark: dict[str, Any] = {"kind": kind}
    if kind == "above" or (kind == "at-least" and indicator == SHARE_OF_UNITS):
        mark["per_cent"] = draw(PER_CENT)
    elif kind == "band":
        mark["years"] = []
        for year in draw(st.lists(years, min_size=1, max_size=4, unique=True).map(sorted)):
            low, high = sorted([draw(PER_CENT), draw(PER_CENT)])
            band = {"year": year, "pass": low, **({"stretch": high} if draw(st.booleans()) else {})}
            mark["years"].append(band)
    elif kind == "per-parent":
        mark |= {"count": draw(st.integers(1, 99)), "parent": draw(st.sampled_from(["district", "province"]))}
    elif kind == "keep":
        mark["list"] = draw(st.sampled_from(lists))
    elif kind == "count-by":
        mark |= {"count": draw(st.integers(1, 9999)), "by": draw(DAYS)}
    elif kind == "at-least":
        mark["count"] = draw(st.integers(0, 99999))
    elif kind == "assigned":
        mark["document"] = draw(texts)
        if draw(st.booleans()):
            mark["count"] = draw(st.integers(0, 99999))
        if draw(st.booleans()):
            mark["areas"] = [one | {"count": draw(st.integers(0, 999))} for one in draw(places(texts))]
    return mark


@st.composite
def bodies(draw: Any, texts: Any = UNTIDY, *, sound_bands: bool = False) -> PlanBody:
    """A whole plan. `sound_bands`: the years of bands lie in its period."""

    def some(codes: list[str]) -> list[str]:
        return draw(st.lists(st.sampled_from(codes), unique=True, max_size=4)) if codes else []

    def codes() -> list[str]:
        return draw(st.lists(CODES, unique=True, max_size=3))

    def maybe(**given: Any) -> dict[str, Any]:
        return {name: draw(value) for name, value in given.items() if draw(st.booleans())}

    first = draw(st.dates(date(1990, 1, 1), date(2080, 1, 1)))
    period = {"from": first, "to": first + timedelta(days=draw(st.integers(0, 1500)))}
    years = st.integers(period["from"].year, period["to"].year) if sound_bands else st.integers(1990, 2100)
    parties, groups, lists = codes(), codes(), codes()
    targets = []
    for code in codes():
        indicator = draw(st.sampled_from(sorted(READINGS)))
        targets.append(
            {
                "code": code,
                "indicator": indicator,
                "reading": draw(st.sampled_from(READINGS[indicator])),
                "mark": draw(marks(indicator, lists, texts, years)),
                "responsible": some(parties),
                "weight": draw(st.integers(0, 100)),
                **maybe(title=words(texts), clause=texts, quote=texts, period=st.just(period)),
                **({"group": draw(st.sampled_from(groups))} if groups and draw(st.booleans()) else {}),
                **({"edition": 1} if draw(st.booleans()) else {}),
            }
        )
    tasks = [
        {
            "code": code,
            "title": draw(words(texts)),
            "lead": draw(st.sampled_from(parties)),
            "with": some(parties),
            "targets": some([one["code"] for one in targets]),
            **maybe(clause=texts, evidence=words(texts)),
            **draw(
                st.one_of(
                    st.just({}),
                    st.fixed_dictionaries({"due": DAYS}),
                    st.fixed_dictionaries(
                        {"every": st.sampled_from(["month", "quarter", "half-year", "year"])}
                    ),
                )
            ),
            **({"group": draw(st.sampled_from(groups))} if groups and draw(st.booleans()) else {}),
        }
        for code in (codes() if parties else [])
    ]
    rating = {
        "level": draw(st.sampled_from(["district", "commune"])),
        "points": draw(st.sampled_from(["verdict", "share"])),
        "near_counts": draw(st.decimals(0, 1, places=2)),
        "gates": some([one["code"] for one in targets]),
        "gate_per_cent": draw(st.decimals(0, 100, places=2)),
    }
    return PlanBody.model_validate(
        {
            "code": draw(CODES),
            "number": draw(texts),
            "title": draw(texts),
            "issuer": draw(texts),
            "issued_on": draw(st.dates(date(1990, 1, 1), date(2026, 1, 1))),
            "area": {"code": draw(DIGITS), "name": draw(texts)},
            "period": period,
            "topics": draw(
                st.lists(st.sampled_from(["home-rehab", "post-rehab", "areas"]), min_size=1, unique=True)
            ),
            "near": draw(st.decimals(0, 50, places=2)),
            "models": some(["volunteer-helper", "b93-club", "mo-hinh-tinh"]),
            "parties": [{"code": one, "name": draw(texts), **maybe(head=texts)} for one in parties],
            "groups": [{"code": one, "title": draw(words(texts))} for one in groups],
            "lists": [
                {"code": one, "title": draw(words(texts)), "units": draw(places(texts))} for one in lists
            ],
            "targets": targets,
            "tasks": tasks,
            **maybe(schedule=words(texts), source=texts, follows=CODES),
            **({"rating": rating} if draw(st.booleans()) else {}),
        }
    )
