"""What a form might send about somebody else, meaning well by itself."""

from typing import Any


def body_with(key: Any) -> dict[str, Any]:
    """What a form might send that means well by itself, and names somebody by this id wherever it names anybody."""
    ids = (
        "person_id",
        "episode_id",
        "member_id",
        "team_id",
        "plan_id",
        "account_id",
        "office_id",
        "to_office_id",
    )
    day = "01/08/2017"
    return {
        **dict.fromkeys(ids, str(key)),
        **dict.fromkeys(("on", "valid_from", "happened_on", "from_on", "observed_on", "resolved_on"), day),
        **dict.fromkeys(("decided_on", "began_on", "ended_on", "died_on", "applied_on", "issued_on"), day),
        **dict.fromkeys(("reason", "basis", "text", "note", "task", "title", "issuer"), "Thử ghi sang xã khác"),
        **dict.fromkeys(("number", "minutes_number", "paper_number", "decision_number"), "77/TH"),
        "unit": "99002-1", "unit_id": "99002-1", "area": "99002-1", "area_id": "99002-1", "unit_ids": "99002-1",
        "from": "15/05/2017", "to": "21/06/2018", "full_name": "Võ Thị Thử (mẫu)", "name": "Tư Thử",
        "birth": "01/02/1990", "sex": "male", "kind": "visit", "relation": "mother", "form": "home",
        "act": "leave-out", "term_months": "6", "signer_name": "Ký (mẫu)", "signer_position": "Chủ tịch",
        "line": "Thôn Mẫu 9", "role": "health", "password": "mau-mau-mau-123", "received_by": "family",
        "breach": "law-violation", "ended_as": "died", "evidence_level": "none-detected", "category": "Mẫu",
    }  # fmt: skip
