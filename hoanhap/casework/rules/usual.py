"""The way that most people go through a regime: what a page draws as the steps still to come."""

from hoanhap.casework.rules.parts import Code, CountsAs
from hoanhap.casework.rules.regimes import Regime


def usual_path(regime: Regime, form: Code = "") -> tuple[Code, ...]:
    """The steps from the opening to the good end, in order.

    Taken are the step that completes, whatever it needs before it, every step that moves the episode to another stage
    and every step that fulfils a duty of such a step. Left out is what may happen several times, what changes a term,
    and what ends the episode in another way; and, where a `form` is named, what is not for it.
    """
    counted = [end for end in regime.ends if regime.is_for(end, form)]
    good = [end.step for end in counted if end.counted is CountsAs.COMPLETED]
    if not good:  # a form that is only a part is at its good end where the person goes on elsewhere
        good = [end.step for end in counted if end.forms]
    needed, waiting = set(good), list(good)
    while waiting:
        step = regime.step(waiting.pop())
        for code in step.after if step else ():
            if code not in needed:
                needed.add(code)
                waiting.append(code)
    usual = {step.code for step in regime.steps if step.stage}
    usual |= {duty.until for duty in regime.duties if duty.after in needed | usual and not duty.when}
    usual = {code for code in usual if _is_ordinary(regime, code)}
    return tuple(
        step.code for step in regime.steps if step.code in needed | usual and regime.is_for(step, form)
    )


def _is_ordinary(regime: Regime, code: Code) -> bool:
    step = regime.step(code)
    assert step is not None
    return not (step.repeats or step.effect or step.after_end or step.when or regime.ends_of(code))
