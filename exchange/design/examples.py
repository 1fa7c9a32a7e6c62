"""Example data of the component gallery: made-up people and works, long and mixed names on purpose."""

import datetime

from django.core.paginator import Paginator
from django.forms import (
    BooleanField,
    CharField,
    CheckboxSelectMultiple,
    ChoiceField,
    EmailField,
    Form,
    IntegerField,
    MultipleChoiceField,
    PasswordInput,
    Textarea,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PLATFORMS = [
    {"slug": "public-relations", "name": _("Public Relations")},
    {"slug": "engineering", "name": _("Engineering and Planning")},
    {"slug": "finance", "name": _("Finance Managers")},
    {"slug": "village-councils", "name": _("Village Councils")},
    {"slug": "innovation", "name": _("Creativity and Innovation")},
]
LONG_TITLE = (
    "دليل إعداد الموازنة التشاركية في الهيئات المحلية الصغيرة والمتوسطة: من تحديد الأولويات مع المواطنين "
    "إلى المتابعة والإفصاح، مع نماذج جاهزة (Excel) وأمثلة من ثلاث بلديات"
)
MIXED_TITLE = "QGIS 3.34 للمبتدئين: خرائط المخطط الهيكلي في 5 خطوات"


class ExampleForm(Form):
    """Every kind of field once."""

    name = CharField(label=_("Full name"), help_text=_("As it should stand on the certificate."))
    email = EmailField(label=_("E-mail"))
    password = CharField(label=_("Password"), widget=PasswordInput)
    years = IntegerField(label=_("Years of work"), required=False)
    platform = ChoiceField(label=_("Platform"), choices=[(p["slug"], p["name"]) for p in PLATFORMS])
    topics = MultipleChoiceField(
        label=_("Topics"),
        choices=[("1", _("Budget")), ("2", _("GIS"))],
        widget=CheckboxSelectMultiple,
        required=False,
    )
    about = CharField(label=_("About you"), widget=Textarea(attrs={"rows": 3}), required=False)
    agrees = BooleanField(label=_("Colleagues may find me in the directory"), required=False)


def gallery_context() -> dict:
    """What the gallery shows; dates lie around a fixed day."""
    start = datetime.datetime(2026, 3, 12, 9, 0, tzinfo=timezone.get_default_timezone())
    return {
        "platforms": PLATFORMS,
        "long_title": LONG_TITLE,
        "mixed_title": MIXED_TITLE,
        "starts": start,
        "ends": start + datetime.timedelta(minutes=90),
        "later": start + datetime.timedelta(days=1),
        "later_ends": start + datetime.timedelta(days=1, minutes=90),
        "tabs": [
            {"url": "#library", "label": _("Library"), "count": 24, "current": True},
            {"url": "#workshops", "label": _("Workshops"), "count": 3},
            {"url": "#discussions", "label": _("Discussions"), "count": 12},
            {"url": "#members", "label": _("Members")},
        ],
        "crumbs": [{"title": _("Home"), "url": "#"}, {"title": _("Platforms"), "url": "#"}],
        "choices": [
            {"value": p["slug"], "label": p["name"], "count": 12 - at, "selected": at == 1}
            for at, p in enumerate(PLATFORMS)
        ],
        "page": Paginator(range(200), 20).page(4),
        "form": ExampleForm(auto_id="right_%s"),
        "wrong_form": ExampleForm({"email": "sana@", "name": ""}),
        "topics": ["الموازنات", "نظم المعلومات الجغرافية", "SDG 11"],
        "body": "<p>جرّبنا هذا في <strong>بلدية بيتونيا</strong>، والنتيجة: انخفض زمن المعاملة من 9 أيام إلى 4.</p>"
        "<p>الملف على <a href='#'>الخادم المشترك</a>، واسمه <bdi>budget-2026 (v2).xlsx</bdi>.</p>",
        "accents": [p["slug"] for p in PLATFORMS],
    }
