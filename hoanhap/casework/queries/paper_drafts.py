"""Templates as their keeper sees them: each with its draft, and a draft filled with made-up values."""

from dataclasses import dataclass
from datetime import date, datetime

from hoanhap.access.scope import Scope
from hoanhap.casework.models import PaperEdition
from hoanhap.casework.queries import paper_forms
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.rules.blanks import ASKED, BLANKS
from hoanhap.casework.rules.paper_forms import PaperForm
from hoanhap.casework.rules.paper_setting import Letterhead, Signed, set_paper
from hoanhap.kit.errors import Words
from hoanhap.kit.layout.blocks import Official
from hoanhap.kit.yaml_texts import load_yaml

POWER = "casework.law"
_OFFICE = Letterhead("Ủy ban nhân dân xã Mẫu", "", "UBND", "Chủ tịch Ủy ban nhân dân xã Mẫu", "Mẫu")
_DAYS = frozenset(blank for blank in BLANKS if blank.endswith(("_on", ".on", ".until", ".birth")))


@dataclass(frozen=True)
class KeptForm:
    """A template: the edition in use, and the draft of the next one."""

    form: PaperForm
    draft: PaperForm | None
    reason: str
    checked: Words


def kept_forms(*, scope: Scope) -> list[KeptForm]:
    """Every template by its code. Raises Forbidden."""
    scope.require(POWER)
    drafts = {row.code: row for row in PaperEdition.objects.filter(state=PaperEdition.State.DRAFT)}
    return [_kept(form, drafts.get(code)) for code, form in sorted(paper_forms.newest().items())]


def kept_form(slug: str, *, scope: Scope) -> KeptForm:
    """One template. Raises Forbidden, NotFound."""
    scope.require(POWER)
    form = paper_forms.form_named(slug)
    row = PaperEdition.objects.filter(code=form.code, state=PaperEdition.State.DRAFT).first()
    return _kept(form, row)


def sample(form: PaperForm, *, on: date, at: datetime) -> Official:
    """The paper with made-up values: each blank says what will stand there."""
    values = {blank: on if blank in _DAYS else f"[{words.vi}]" for blank, words in BLANKS.items()}
    asked = {f"{ASKED}{ask.code}": f"[{ask.title.vi}]" for ask in form.asks}
    office = _OFFICE if form.written_by == "office" else None
    mark = "" if form.is_verified else paper_forms.MARK
    shown = set_paper(
        form,
        {**values, **asked},
        office=office,
        signed=Signed(on, 7, "Nguyễn Văn Mẫu (mẫu)"),
        mark=mark,
        at=at,
    )
    return shown.official


def blank_list(form: PaperForm) -> list[tuple[str, Words]]:
    """Every blank that the template may have: as it is written, and what it stands for."""
    known = [(f"{{{blank}}}", in_words(words)) for blank, words in BLANKS.items()]
    return [*((f"{{{ASKED}{ask.code}}}", in_words(ask.title)) for ask in form.asks), *known]


def _kept(form: PaperForm, row: PaperEdition | None) -> KeptForm:
    draft = PaperForm.model_validate(load_yaml(row.body)) if row else None
    return KeptForm(form, draft, row.reason if row else "", paper_forms.checked_words(form.checked))
