"""Vĩnh Phúc, the plan of 2017: its ten communes, the offices, and the list of participants, as an office has it.

All people are made up; `examples/README.md` says how.
"""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from PIL import Image, ImageDraw

from hoanhap.access.scope import Scope
from hoanhap.config.demo_plans.records import Province
from hoanhap.config.errors import PlatformError
from hoanhap.config.output import Progress
from hoanhap.config.words import say
from hoanhap.exchange.operations import participants
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.outreach.operations import activities, photos
from hoanhap.places.operations import organisations
from hoanhap.programme.operations import findings as found

CODE: Final = "vinh-phuc-2017"
FOLDER: Final[Path] = settings.ROOT / "examples"


def described() -> dict[str, Any]:
    """What the demo's own file says of the province."""
    told: dict[str, Any] = load_yaml((FOLDER / f"{CODE}.yaml").read_text(encoding="utf-8"))
    return told


def build(province: Province) -> None:
    """Enter plan, offices, people and findings: no accounts, and nobody but the participants."""

    def untold(_what: str, _done: int, _of: int) -> None:
        """Nobody waits."""

    told = described()
    offices(told, progress=untold, **province.given)
    province.enter_plan(CODE)
    people(progress=untold, **province.given)
    findings(told, **province.given)


def offices(described: dict[str, Any], *, scope: Scope, at: datetime, progress: Progress) -> list[Any]:
    """Open the offices of the province and of its communes."""
    what = say("Cơ quan, cơ sở", "Offices and facilities")
    lines = [*described["offices"], *(committee(line) for line in described["communes"])]
    opened = []
    for number, line in enumerate(lines, start=1):
        opened.append(
            organisations.open_organisation(
                kind=line["kind"],
                name=line["name"],
                unit_id=line["unit"],
                valid_from=None,
                scope=scope,
                at=at,
            )
        )
        progress(what, number, len(lines))
    return opened


def committee(commune: dict[str, str]) -> dict[str, str]:
    """The people's committee of a commune, as `offices` wants it."""
    return {
        "kind": "peoples-committee",
        "name": f"Ủy ban nhân dân {commune['name'][0].lower()}{commune['name'][1:]}",
        "unit": commune["unit"],
    }


def people(*, scope: Scope, at: datetime, progress: Progress) -> None:
    """Enter the list of participants."""
    what = say("Danh sách người tham gia (mẫu)", "List of participants (made up)")
    progress(what, 0, 1)
    outcome = participants.import_file(FOLDER / "vinh-phuc-2017.xlsx", scope=scope, at=at)
    if outcome.refused or outcome.questions:
        raise PlatformError(
            say(
                "Tệp mẫu examples/vinh-phuc-2017.xlsx có dòng không nhập được; hãy tạo lại bằng scripts/make_examples.py.",
                "Some rows of examples/vinh-phuc-2017.xlsx cannot be entered; make it again with scripts/make_examples.py.",
            )
        )
    progress(what, 1, 1)


def findings(described: dict[str, Any], *, scope: Scope, at: datetime) -> None:
    """Record what was found on visits."""
    by_name = {line["name"]: line["unit"] for line in described["communes"]}
    for line in described["findings"]:
        found.record_finding(
            unit_id=by_name[line["commune"]],
            kind=line["kind"],
            observed_on=line["observed_on"],
            resolved_on=line.get("resolved_on"),
            text=line["text"],
            scope=scope,
            at=at,
        )


TALKS: Final = (
    (
        date(2017, 8, 12),
        ("families", "in-rehab"),
        "Nói chuyện trực tiếp với người cai nghiện và gia đình (mẫu)",
        18,
    ),
    (date(2017, 10, 21), ("neighbours",), "Gặp bà con khu dân cư: giảm kỳ thị người cai nghiện (mẫu)", 35),
    (date(2018, 3, 10), ("families",), "Gia đình cùng tham gia giúp người sau cai (mẫu)", 14),
)


def talks(described: dict[str, Any], *, scope: Scope, at: datetime) -> None:
    """Face to face with people, families and neighbours, in each commune of the plan in turn."""
    for number, line in enumerate(described["communes"]):
        on, audience, title, reached = TALKS[number % len(TALKS)]
        told = activities.record_activity(
            unit_id=line["unit"],
            on=on,
            kind="talk",
            channel="face-to-face",
            topics=["rehab-post-rehab"],
            audience=audience,
            title=title,
            partners="Hội Phụ nữ, Mặt trận Tổ quốc xã (mẫu)",
            reached=reached + number,
            cost_vnd=Decimal(500_000 + 100_000 * number),
            funded_by="Ngân sách xã (mẫu)",
            scope=scope,
            at=at,
        )
        if not number:
            photos.add_photo(
                activity_id=told.pk,
                content=_picture(),
                caption="Quang cảnh hội trường (ảnh mẫu, không có người)",
                consent="nobody",
                scope=scope,
                at=at,
            )


def _picture() -> bytes:
    """A made-up picture of an empty hall."""
    picture = Image.new("RGB", (960, 540), "#dfe8e6")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 380, 960, 540), fill="#b99b6b")
    for place in range(8):
        draw.rectangle((60 + place * 110, 420, 130 + place * 110, 500), fill="#0b5563")
    draw.rectangle((300, 90, 660, 250), fill="#ffffff", outline="#0b5563", width=6)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
