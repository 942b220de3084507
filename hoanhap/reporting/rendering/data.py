"""The report for programs: flat whole numbers first, then shares, definitions and the table."""

from typing import Any

from hoanhap.reporting.rules.results import Figure, HomeRehabResults


def data(results: HomeRehabResults) -> dict[str, Any]:
    """Everything on the page as plain values. Figures are whole numbers at the top level; a hidden one is null."""
    figures = results.figures
    return {
        **{figure.code: figure.count for figure in figures},
        "report": results.form_code,
        "edition": results.edition,
        "title": results.title,
        "area": {
            "id": results.area.unit_id,
            "name": results.area.full_name,
            "path": results.area.path,
            "level": results.area.level,
        },
        "from": results.from_on.isoformat(),
        "to": results.to_on.isoformat(),
        "as_of": results.to_on.isoformat(),
        "computed_at": results.computed_at.isoformat(timespec="seconds"),
        "administrative_units_of": results.area.bounds_on.isoformat(),
        "is_publishable": results.is_publishable,
        "is_public_version": results.is_public,
        "cohort": {
            "closes": results.closing.closes,
            "text": results.closing.text,
            "without_end_state": results.closing.in_none,
            "with_several_end_states": results.closing.in_several,
            "not_started_in_period": results.closing.strangers,
            "result_not_written_down": results.closing.forgotten,
        },
        "shares": {figure.code: _share(figure) for figure in figures if figure.of},
        "definitions": {
            figure.code: {
                "title": figure.title,
                "definition": figure.definition,
                "counts": figure.counts,
                "of": figure.of,
                "indicator": figure.indicator,
                "legal_basis": figure.legal_basis,
                "confidence": figure.confidence,
                "confidence_note": figure.confidence_note,
            }
            for figure in figures
        },
        "legal_bases": list(results.bases),
        "plans": [
            {
                "number": plan.number,
                "title": plan.title,
                "issuer": plan.issuer,
                "issued_on": plan.issued_on.isoformat(),
            }
            for plan in results.plans
        ],
        "communes": [
            {
                "id": row.unit_id,
                "name": row.name,
                "is_selected": row.is_selected,
                **{column.code: count for column, count in zip(results.columns, row.counts, strict=True)},
            }
            for row in results.communes
        ],
        "difficulties": [
            {
                "kind": one.kind,
                "title": one.title,
                "communes": list(one.communes),
                "findings": one.findings,
                "days": one.days,
                "remarks": [
                    {
                        "commune": remark.commune,
                        "observed_on": remark.observed_on.isoformat(),
                        "resolved_on": remark.resolved_on.isoformat() if remark.resolved_on else None,
                        "text": remark.text,
                    }
                    for remark in one.remarks
                ],
            }
            for one in results.difficulties
        ],
    }


def _share(figure: Figure) -> dict[str, Any]:
    """Numerator and denominator; the per cent only as text, because nobody should calculate with a rounded one."""
    if figure.is_hidden:
        return {"n": None, "d": None, "percent": None, "text": figure.text}
    return {
        "n": figure.count,
        "d": figure.denominator,
        "percent": figure.per_cent_text or None,
        "text": figure.text,
    }
