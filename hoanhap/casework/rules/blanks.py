"""The blanks that a paper's template may have: a fixed list, so that a new edition can be checked before it is used.

Beside these a template may ask for things of its own, as `{ask.code}`, and for what was answered with its step, as
`{detail.code}`.
"""

from collections.abc import Mapping
from typing import Final

from hoanhap.casework.rules.words import Words

ASKED: Final = "ask."
DETAIL: Final = "detail."


def _words(vi: str, en: str) -> Words:
    return Words(vi=vi, en=en)


BLANKS: Final[Mapping[str, Words]] = {
    "person.name": _words("Họ và tên", "Full name"),
    "person.name_upper": _words("Họ và tên, chữ in hoa", "Full name in capitals"),
    "person.aliases": _words("Tên gọi khác", "Other names"),
    "person.sex": _words("Giới tính", "Sex"),
    "person.address_as": _words("Ông hoặc bà", "Mr or Ms"),
    "person.birth": _words("Ngày, tháng, năm sinh", "Day of birth"),
    "person.birth_year": _words("Năm sinh", "Year of birth"),
    "person.code": _words("Mã hồ sơ", "Code of the file"),
    "person.cccd": _words("Số căn cước công dân", "Citizen identity number"),
    "person.cmnd": _words("Số chứng minh nhân dân", "Identity card number"),
    "person.passport": _words("Số hộ chiếu", "Passport number"),
    "person.identity": _words("Giấy tờ tùy thân: loại, số, ngày cấp, nơi cấp", "Identity paper in full"),
    "person.permanent_address": _words("Nơi thường trú", "Permanent residence"),
    "person.temporary_address": _words("Nơi tạm trú", "Temporary residence"),
    "person.current_address": _words("Nơi ở hiện tại", "Place of living"),
    "person.address": _words("Nơi cư trú", "Residence"),
    "family.contact": _words("Người thân: họ tên và quan hệ", "Relative with relation"),
    "family.contact_name": _words("Họ tên người thân", "Name of the relative"),
    "family.contact_phone": _words("Điện thoại người thân", "Telephone of the relative"),
    "family.father": _words("Họ tên cha", "Father"),
    "family.mother": _words("Họ tên mẹ", "Mother"),
    "family.guardian": _words("Họ tên người giám hộ", "Guardian"),
    "file.number": _words("Số hồ sơ quản lý", "Number of the management file"),
    "file.opened_on": _words("Ngày lập hồ sơ quản lý", "Day the management file was opened"),
    "episode.kind": _words("Hình thức", "Kind of treatment or management"),
    "episode.form": _words("Nơi thực hiện (gia đình, cộng đồng, cơ sở)", "Where it takes place"),
    "episode.opened_on": _words("Ngày bắt đầu", "Day it was opened"),
    "episode.ended_as": _words("Kết quả kết thúc", "How it ended"),
    "episode.closed_on": _words("Ngày kết thúc", "Day it ended"),
    "term.months": _words("Thời hạn (tháng)", "Term in months"),
    "term.starts_on": _words("Ngày bắt đầu thời hạn", "First day of the term"),
    "term.ends_on": _words("Ngày cuối của thời hạn", "Last day of the term"),
    "step.on": _words("Ngày xảy ra của bước này", "Day of this step"),
    "step.until": _words("Đến hết ngày của bước này", "Last day of this step"),
    "step.title": _words("Tên bước", "Name of the step"),
    "decision.number": _words("Số quyết định", "Number of the decision"),
    "decision.on": _words("Ngày quyết định", "Day of the decision"),
    "decision.issuer": _words("Cơ quan ra quyết định", "Office that decided"),
    "certificate.number": _words("Số giấy xác nhận hoặc chứng nhận", "Number of the certificate"),
    "certificate.on": _words("Ngày cấp giấy xác nhận hoặc chứng nhận", "Day of the certificate"),
    "test.on": _words("Ngày xét nghiệm gần nhất", "Day of the latest test"),
    "test.result": _words("Kết quả xét nghiệm gần nhất", "Result of the latest test"),
    "former.kind": _words("Hình thức của đợt trước", "Kind of the episode before"),
    "former.ended_on": _words("Ngày kết thúc đợt trước", "Day the episode before ended"),
    "former.certificate_number": _words(
        "Số giấy xác nhận của đợt trước", "Certificate of the episode before"
    ),
    "unit.name": _words("Tên xã, phường", "Name of the commune"),
    "unit.place": _words("Địa danh của xã, phường", "Place name of the commune"),
    "unit.path": _words("Tên xã, huyện, tỉnh", "Commune with all above it"),
    "unit.province": _words("Tên tỉnh", "Province"),
    "office.name": _words("Cơ quan ban hành", "Issuing office"),
    "office.head": _words("Người đứng đầu cơ quan ban hành", "Head of the issuing office"),
    "office.place": _words("Địa danh ghi trên giấy", "Place of issue"),
    "facility.name": _words("Tên cơ sở cai nghiện", "Name of the facility"),
    "signer.name": _words("Họ tên người ký", "Name of the signer"),
    "signer.position": _words("Chức vụ người ký", "Position of the signer"),
    "paper.number": _words("Số, ký hiệu của giấy này", "Number and symbol of this paper"),
    "paper.on": _words("Ngày ký giấy này", "Day of this paper"),
}

SIGNED_LATER: Final = frozenset(
    {
        "signer.name",
        "signer.position",
        "paper.number",
        "paper.on",
        "office.name",
        "office.head",
        "office.place",
    }
)
"""Filled when the paper is issued; before that nothing is missing."""
