"""What a stay tells of itself, and what of it the case does not know. Takes no scope: for who holds the stay already."""

from hoanhap.casework.models import Step
from hoanhap.residence.models import Stay
from hoanhap.residence.rules.told import START, Away, Fact, Lived, facts, missing

NOBODY = ("", "")


def lived(stay: Stay, escapes: list[Away], *, has_started: bool, signer: tuple[str, str] = NOBODY) -> Lived:
    """The stay as the rules see it. `has_started`: the case began to run before, as after a transfer."""
    return Lived(
        admitted_on=stay.admitted_on,
        starts=not (stay.source == Stay.Source.TRANSFER and has_started),
        minutes_number=stay.minutes_number,
        escapes=escapes,
        discharged_on=stay.discharged_on,
        left_as=stay.left_as,
        left_reason=stay.left_reason,
        left_number=stay.left_number,
        left_paper_on=stay.left_paper_on,
        signer_name=signer[0],
        signer_position=signer[1],
    )


def lived_of(stay: Stay, *, has_started: bool = True, signer: tuple[str, str] = NOBODY) -> Lived:
    """The same, with the escapes read."""
    told = stay.escapes.filter(retired_at__isnull=True)
    escapes = [Away(*one) for one in told.values_list("left_on", "minutes_number", "returned_on")]
    return lived(stay, escapes, has_started=has_started, signer=signer)


def missing_of(stay: Stay, *, signer: tuple[str, str] = NOBODY) -> list[Fact]:
    """The facts of one stay of which the case knows nothing."""
    held = Step.objects.filter(episode=stay.episode_id, retired_at__isnull=True)
    steps = set(held.values_list("kind", "happened_on"))
    has_started = any(kind in START and on < stay.admitted_on for kind, on in steps)
    return missing(facts(lived_of(stay, has_started=has_started, signer=signer)), steps)
