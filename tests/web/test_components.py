"""The components: each is shown in the gallery and described in the guide, and none breaks the house's promises."""

import re
from html import unescape
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import TemplateSyntaxError, engines
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings

from hoanhap.kit.errors import Problem
from hoanhap.kit.paging import Page
from tests.web.shown import text

TEMPLATES = Path(__file__).resolve().parents[2] / "hoanhap" / "web" / "templates"
COTTON = TEMPLATES / "cotton"
COMPONENTS = sorted(path.stem for path in COTTON.glob("*.html") if not path.stem.startswith("_"))
ICON = re.compile(r"""(?:\bicon="|\{% icon ")([a-z0-9-]+)""")


def written(source: str, request: HttpRequest | None = None, **context) -> str:
    """What a page with this source shows, with single blanks."""
    from django_cotton.compiler_regex import CottonCompiler

    template = engines["django"].from_string(CottonCompiler().process(source))
    return re.sub(r"\s+", " ", template.render(context, request or page_request())).strip()


def page_request(address: str = "/") -> HttpRequest:
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    return request


def tag(component: str) -> str:
    return "<c-" + component.replace("_", "-")


def test_every_component_is_in_the_gallery():
    shown = "".join(path.read_text(encoding="utf-8") for path in (TEMPLATES / "ui").glob("*.html"))
    missing = [one for one in COMPONENTS if not re.search(tag(one) + r"[\s/>]", shown)]
    assert missing == []


def test_every_component_is_in_the_guide_and_the_guide_names_no_other():
    guide = (COTTON / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`c-([a-z-]+)`", guide))
    assert named == {one.replace("_", "-") for one in COMPONENTS}


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_declares_what_it_takes_and_asks_for_nothing_else(component):
    source = (COTTON / f"{component}.html").read_text(encoding="utf-8")
    if "{{" in source.replace("{{ slot }}", "").replace("{{ attrs }}", ""):
        assert source.count("<c-vars ") == 1, "attributes are declared, once"
    assert "request" not in source
    assert " style=" not in source
    assert "<script" not in source


def test_no_template_of_the_program_needs_inline_style_or_script():
    wrong = []
    for path in sorted(TEMPLATES.glob("**/*.html")):
        source = path.read_text(encoding="utf-8")
        if re.search(
            r"""\sstyle=|\son(?!ly=)[a-z]+=["']|<style|<script(?![^>]*\ssrc=)|javascript:""", source
        ):
            wrong.append(str(path.relative_to(TEMPLATES)))
    assert wrong == []


def test_every_icon_that_is_named_exists():
    from lucide import IconDoesNotExist
    from lucide.templatetags.lucide import lucide

    missing = []
    for path in [*TEMPLATES.glob("**/*.html"), *TEMPLATES.parent.glob("**/*.py")]:
        for name in ICON.findall(path.read_text(encoding="utf-8")):
            try:
                lucide(name)
            except IconDoesNotExist:
                missing.append((path.name, name))
    assert missing == []


def test_every_template_can_be_read():
    for path in sorted(TEMPLATES.glob("**/*.html")):
        get_template(str(path.relative_to(TEMPLATES)))


class TestWords:
    """What comes from people is text, wherever it is put."""

    HOSTILE = '"><script>alert(1)</script>'

    @pytest.mark.parametrize(
        "source",
        [
            '<c-page-header title="{{ x }}" lead="{{ x }}" kicker="{{ x }}" />',
            '<c-page-header :title="x" />',
            '<c-button name="{{ x }}">{{ x }}</c-button>',
            '<c-link-button href="{{ x }}">{{ x }}</c-link-button>',
            '<c-card title="{{ x }}" href="{{ x }}">{{ x }}</c-card>',
            '<c-tag tone="{{ x }}">{{ x }}</c-tag>',
            '<c-search-box label="{{ x }}" value="{{ x }}" />',
            '<c-timeline-item title="{{ x }}" date="{{ x }}" :note="x" />',
            '<c-compare-row term="{{ x }}" left="{{ x }}" :right="x" left-label="{{ x }}" />',
            "{% cell x %}{{ x }}{% endcell %}",
            '<c-table caption="{{ x }}" scroll></c-table>',
            '<c-error-summary :problems="problems" title="{{ x }}" />',
            '<c-icon name="users" label="{{ x }}" />',
            '<c-stat label="{{ x }}" :value="x" href="{{ x }}" />',
        ],
    )
    def test_markup_in_a_name_stays_text(self, source):
        shown = written(source, x=self.HOSTILE, problems=[Problem("x", self.HOSTILE)])
        assert "<script" not in shown
        assert "&lt;script&gt;" in shown or "hn-tag" in shown

    def test_a_component_does_not_see_the_variables_of_its_page(self):
        assert "lộ ra" not in written("<c-card>x</c-card>", title="lộ ra", footer="lộ ra", actions="lộ ra")


class TestCell:
    """The one part of the library that is a tag: what it writes, and that guide and gallery know it."""

    @pytest.mark.parametrize(
        ("source", "shown"),
        [
            ("{% cell %}x{% endcell %}", "<td><div>x</div></td>"),
            ("{% cell label %}x{% endcell %}", '<td data-label="Tên &amp; họ"><div>x</div></td>'),
            (
                '{% cell "Số" number %}5{% endcell %}',
                '<td data-label="Số" class="hn-number"><div>5</div></td>',
            ),
            ("{% cell lead %}x{% endcell %}", '<td class="hn-cell--lead"><div>x</div></td>'),
            (
                '{% cell "Số" number lead %}x{% endcell %}',
                '<td data-label="Số" class="hn-number hn-cell--lead"><div>x</div></td>',
            ),
            ('{% cell "Cột" head %}x{% endcell %}', '<th scope="row" data-label="Cột">x</th>'),
            ('{% cell _("Yes") %}x{% endcell %}', '<td data-label="Có"><div>x</div></td>'),
            ("{% cell missing %}x{% endcell %}", "<td><div>x</div></td>"),
        ],
    )
    def test_it_writes_the_words_of_its_column_and_what_it_is(self, source, shown):
        assert written(source, label="Tên & họ") == shown

    def test_a_word_that_it_does_not_know_is_refused(self):
        with pytest.raises(TemplateSyntaxError):
            written('{% cell "Số" wide %}x{% endcell %}')

    def test_guide_and_gallery_show_it(self):
        assert "{% cell" in (COTTON / "README.md").read_text(encoding="utf-8")
        assert any(
            "{% cell" in path.read_text(encoding="utf-8") for path in (TEMPLATES / "ui").glob("*.html")
        )


class TestField:
    class Sample(forms.Form):
        name = forms.CharField(help_text="Như trên giấy tờ.", label="Họ và tên")
        note = forms.CharField(required=False, label="Ghi chú")
        sex = forms.ChoiceField(
            choices=[("m", "Nam"), ("f", "Nữ")], widget=forms.RadioSelect, label="Giới tính"
        )

    def test_the_input_is_tied_to_its_label_its_help_and_its_error(self):
        shown = written('<c-field :field="form.name" />', form=self.Sample({"name": ""}))
        assert '<label class="hn-field__label" for="id_name">' in shown
        assert 'aria-describedby="id_name-help id_name-error"' in shown
        assert 'aria-invalid="true"' in shown
        for part in ("help", "error"):
            assert shown.count(f'id="id_name-{part}"') == 1

    def test_a_field_without_mistakes_says_nothing_of_them(self):
        shown = written('<c-field :field="form.note" />', form=self.Sample())
        assert "aria-invalid" not in shown
        assert "aria-describedby" not in shown
        assert "không bắt buộc" in shown

    def test_a_group_has_a_legend_and_each_choice_its_own_label(self):
        shown = written('<c-field :field="form.sex" />', form=self.Sample({"sex": "f"}))
        assert shown.count("<legend") == 1
        assert [("checked" in one) for one in re.findall(r"<input[^>]*>", shown)] == [False, True]
        assert re.findall(r'<label class="hn-choice" for="([^"]+)"', shown) == ["id_sex_0", "id_sex_1"]

    def test_every_link_of_the_summary_leads_to_a_field(self):
        form = self.Sample({"name": ""})
        form.add_error(None, "Chung")
        page = '<c-error-summary :form="form" />{% for f in form %}<c-field :field="f" />{% endfor %}'
        shown = written(page, form=form)
        targets = re.findall(r'href="#([^"]+)"', shown)
        assert targets == ["id_name", "id_sex_0"]
        assert all(f'id="{target}"' in shown for target in targets)
        assert "<li>Chung</li>" in shown

    def test_a_form_without_mistakes_has_no_summary(self):
        assert written('<c-error-summary :form="form" />', form=self.Sample()) == ""


class TestPagination:
    def page(self, number: int, total: int, **more) -> Page[int]:
        return Page(rows=[0] * min(25, total), number=number, size=25, total=total, **more)

    def test_links_keep_the_rest_of_the_question(self):
        request = page_request("/?q=a%26b&unit=1&page=2")
        source = '<c-pagination :page="page" query="{% querystring page=None %}" />'
        shown = written(source, page=self.page(2, 60), request=request)
        assert unescape(re.findall(r'href="([^"]+)"', shown)[0]) == "?q=a%26b&unit=1&page=1"
        assert re.findall(r'aria-current="page">.*?</span>(\d+)', shown) == ["2"]

    @pytest.mark.parametrize(
        ("number", "total", "offered"),
        [
            (1, 25, [1]),
            (1, 50, [1, 2]),
            (1, 1000, [1, 2, 0, 40]),
            (20, 1000, [1, 0, 19, 20, 21, 0, 40]),
            (40, 1000, [1, 0, 39, 40]),
        ],
    )
    def test_first_last_and_neighbours_are_offered(self, number, total, offered):
        from hoanhap.web.templatetags.hoanhap import page_numbers

        assert page_numbers(self.page(number, total)) == offered

    def test_a_list_counted_only_so_far_says_so(self):
        shown = written('<c-pagination :page="page" />', page=self.page(1, 10_000, total_is_capped=True))
        assert "trong hơn 10.000" in shown


@pytest.mark.django_db
class TestGallery:
    def test_it_is_for_developers_only(self, officer: Client):
        assert officer.get("/ui/").status_code == 404
        assert officer.get("/ui/pages/locked-out/").status_code == 404
        with override_settings(DEVELOPERS_MODE=True):
            assert officer.get("/ui/").status_code == 200
            assert officer.get("/ui/pages/locked-out/").status_code == 200
            assert officer.get("/ui/pages/settings/").status_code == 404

    @override_settings(DEVELOPERS_MODE=True)
    def test_no_word_of_a_template_is_left_over(self, officer: Client):
        shown = text(officer.get("/ui/"))
        assert not re.findall(r"\{\{|\{%|<c-|</c-|None", shown)

    @override_settings(DEVELOPERS_MODE=True)
    def test_no_two_parts_have_the_same_id_but_the_two_forms(self, officer: Client):
        ids = re.findall(r'\sid="([^"]+)"', text(officer.get("/ui/")))
        assert {one for one in ids if ids.count(one) > 1 and not one.startswith("id_")} == set()


def test_no_page_gives_a_component_an_expression_where_it_takes_a_variable():
    """`:current="a == b"` would silently be nothing."""
    wrong = []
    for path in sorted(TEMPLATES.glob("**/*.html")):
        for name, value in re.findall(r'\s:([a-z-]+)="([^"]*)"', path.read_text(encoding="utf-8")):
            if "{" not in value and re.search(r"\s|[=!<>]", value) and not re.match(r"[\[('\"]", value):
                wrong.append((path.name, name, value))
    assert wrong == []
