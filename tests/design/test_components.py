"""Promises of the components: documented, drawn in both languages, without inline code, with known icons."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from exchange.design.examples import gallery_context
from exchange.design.templatetags.design import DIRECTED, ICONS

ROOT = settings.BASE_DIR
TEMPLATES = sorted(
    [*(ROOT / "templates").rglob("*.html"), *(ROOT / "exchange").glob("*/templates/**/*.html")]
)
# Mail programmes know no style sheets: mails write their styles into the text.
PAGES = [path for path in TEMPLATES if "mail" not in path.parts]
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))


def draw(name: str, language: str = "ar", path: str = "", **context) -> str:
    request = RequestFactory().get(path or f"/{language}/")
    request.user = AnonymousUser()
    with override(language):
        return render_to_string(name, context, request=request)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_is_documented(path):
    assert re.search(rf"\b{path.stem}\b", (ROOT / "docs" / "components.md").read_text())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_carry_no_inline_script_and_no_inline_style(path):
    text = path.read_text()
    inline = re.findall(
        r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son\w+\s*=\s*[\"']|javascript:", text
    )
    # Data for a script is no script.
    assert [hit for hit in inline if "application/" not in hit] == []


def test_every_icon_named_in_a_template_is_in_the_sprite():
    named = set()
    for path in TEMPLATES:
        text = path.read_text()
        named |= set(re.findall(r"{%\s*icon\s+[\"']([\w-]+)[\"']", text))
        named |= set(re.findall(r"\bicon=[\"']([\w-]+)[\"']", text))
    assert sorted(named - ICONS) == []
    assert sorted(DIRECTED - ICONS) == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_gallery_draws_every_component(language):
    html = draw("design/gallery.html", language, **gallery_context())
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
    for mark in (
        "sign--tile",
        "workshop--card",
        "timeline__item",
        "post--answer",
        "pages__number",
        "field--wrong",
    ):
        assert mark in html


def test_a_visitors_page_carries_no_csrf_token():
    assert "csrfmiddlewaretoken" not in draw("404.html")


def test_a_post_keeps_the_contract_with_the_live_page():
    html = draw("components/post.html", number=7, pk=41, revision=2, author="سناء", body="<p>نعم</p>")
    assert html.startswith('<li class="post" id="post-7" data-number="7" data-post="41" data-revision="2">')


def test_names_typed_by_people_are_escaped():
    html = draw("components/work_row.html", url="/x/", title="<script>1</script>", author='"><img src=x>')
    assert "<script>" not in html
    assert "<img" not in html


def test_numbers_of_pages_keep_the_rest_of_the_query():
    html = draw(
        "components/pagination.html", path="/ar/library/?q=بلدية&page=4", page=gallery_context()["page"]
    )
    assert 'href="?q=%D8%A8%D9%84%D8%AF%D9%8A%D8%A9&amp;page=5"' in html
    assert 'aria-current="page"><bdi>4</bdi>' in html


def test_one_page_needs_no_numbers():
    from django.core.paginator import Paginator

    assert draw("components/pagination.html", page=Paginator([1], 20).page(1)).strip() == ""


def test_an_error_is_joined_to_its_field_and_listed_with_the_same_words():
    form = gallery_context()["wrong_form"]
    field = draw("components/field.html", field=form["email"])
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_email_error"' in field
    assert 'id="id_email_error"' in field
    assert 'dir="ltr"' in field
    summary = draw("components/form_errors.html", form=form)
    assert 'href="#id_email"' in summary
    assert str(form.errors["email"][0]) in summary


def test_the_error_page_of_the_server_depends_on_nothing_but_the_number_of_its_report():
    text = (ROOT / "templates" / "500.html").read_text()
    assert set(re.findall(r"{[{%#].*?[}%#]}", text)) == {"{{ number }}"}
    assert set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text)) == {
        "/static/design/sign.svg",
        "/static/design/tokens.css",
        "/static/design/base.css",
        "/static/design/components.css",
    }
