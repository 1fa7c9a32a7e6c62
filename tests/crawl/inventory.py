r"""Every address of the product by its pattern, as the resolver writes it, in four groups.

public    what a visitor may open (each thing by its own audience), and the pages of signing in
signed    needs an account: a visitor is sent to sign in, or is told that nothing is there
admin     Wagtail's and Django's admin: for those who have a role there
machines  for programs: health, robots, scripts, JSON

A pattern that is missing here, or that is here and nowhere else, fails the build (test_inventory.py).
"""

import re
from itertools import product

PUBLIC = """
(root)
accounts/login/
accounts/inactive/
accounts/signup/
accounts/confirm-email/
accounts/confirm-email/(?P<key>[-:\\w]+)/$
accounts/password/reset/
accounts/password/reset/done/
accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$
accounts/password/reset/key/done/
accounts/login/code/confirm/
accounts/2fa/authenticate/
admin/login/
admin/password_reset/
admin/password_reset/done/
admin/password_reset/confirm/<uidb64>/<token>/
admin/password_reset/complete/
django-admin/login/
design/
documents/(\\d+)/(.*)$
documents/authenticate_with_password/<int:restriction_id>/
ar/_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/
ar/_util/login/
ar/((?:[\\w\\-]+/)*)$
ar/library/
ar/search/
ar/search/suggestions/
ar/search/opened/
ar/offline/
ar/forum/
ar/forum/<int:pk>/
ar/forum/<int:pk>-<str:slug>/
ar/forum/<int:pk>/changes/
ar/forum/<int:pk>/posts/
ar/workshops/
ar/workshops/month/
ar/workshops/<int:pk>/
ar/workshops/<int:pk>-<str:slug>/
ar/workshops/<int:pk>-<str:slug>/calendar.ics
ar/workshops/<int:pk>-<str:slug>/register/
ar/workshops/<int:pk>-<str:slug>/cancel-registration/
"""

SIGNED = """
accounts/logout/
accounts/reauthenticate/
accounts/email/
accounts/password/change/
accounts/password/set/
accounts/2fa/
accounts/2fa/reauthenticate/
accounts/2fa/totp/activate/
accounts/2fa/totp/deactivate/
accounts/2fa/recovery-codes/
accounts/2fa/recovery-codes/generate/
accounts/2fa/recovery-codes/download/
ar/desk/
ar/people/
ar/people/profile/edit/
ar/people/<int:pk>/
ar/people/<int:pk>/photo/
ar/notifications/
ar/notifications/read/
ar/notifications/<int:pk>/
ar/search/saved/
ar/search/saved/<int:pk>/remove/
ar/search/save/
ar/platforms/<slug:slug>/join/
ar/platforms/<slug:slug>/leave/
ar/platforms/<slug:slug>/figures/
ar/platforms/<slug:slug>/figures.xlsx
ar/platforms/<slug:slug>/figures/authorities/
ar/platforms/<slug:slug>/members/
ar/platforms/<slug:slug>/members/<int:pk>/
ar/platforms/(?P<slug>[\\w-]+)/members/(?P<pk>\\d+)/(?P<decision>accept|refuse|remove|roles)/$
ar/forum/new/
ar/forum/<int:pk>/close/
ar/forum/<int:pk>/reopen/
ar/forum/<int:pk>/rename/
ar/forum/<int:pk>/audience/
ar/forum/posts/<int:pk>/edit/
ar/forum/posts/<int:pk>/delete/
ar/forum/posts/<int:pk>/accept/
ar/forum/posts/<int:pk>/hide/
ar/forum/posts/<int:pk>/show/
ar/workshops/new/
ar/workshops/<int:pk>-<str:slug>/edit/
ar/workshops/<int:pk>-<str:slug>/publish/
ar/workshops/<int:pk>-<str:slug>/cancel/
ar/workshops/<int:pk>-<str:slug>/seats/
ar/workshops/<int:pk>-<str:slug>/registrations/
ar/workshops/<int:pk>-<str:slug>/registrations/print/
ar/workshops/<int:pk>-<str:slug>/registrations.xlsx
ar/workshops/<int:pk>-<str:slug>/registrations/<int:number>/remove/
"""

MACHINES = """
healthz
readyz
robots.txt
sitemap.xml
admin/sprite/
admin/jsi18n/
api/v1/
api/v1/openapi.json
api/v1/docs
api/v1/search
api/v1/search/suggest
ar/manifest.webmanifest
ar/sw.js
"""

# Pages of Wagtail's admin, after "admin/".
_WAGTAIL = """
(root)
test404/
failwhale/
.*/$
account/
help/writing/
help/tuning/
vocabulary/try/
vocabulary/rebuild/
vocabulary/restore/<int:pk>/
vocabulary/take-back/<int:pk>/<int:entry>/
logout/
dismissibles/
block-preview/
editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/
editing-sessions/release/<int:session_id>/
bulk/<str:app_label>/<str:model_name>/<str:action>/
pages/
pages/<int:parent_page_id>/
pages/<int:parent_page_id>/results/
pages/<int:parent_page_id>/add_subpage/
pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/
pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/preview/
pages/create/<slug:app_label>/<slug:model_name>
pages/usage/<slug:content_type_app_name>/<slug:content_type_model_name>/
pages/usage/<slug:content_type_app_name>/<slug:content_type_model_name>/results/
pages/search/
pages/search/results/
pages/<int:page_id>/edit/
pages/<int:page_id>/edit/preview/
pages/<int:page_id>/view_draft/
pages/<int:page_id>/usage/
pages/<int:page_id>/delete/
pages/<int:page_id>/unpublish/
pages/<int:page_id>/convert_alias/
pages/<int:page_id>/copy/
pages/<int:page_id>/privacy/
pages/<int:page_id>/lock/
pages/<int:page_id>/unlock/
pages/<int:page_id>/history/
pages/<int:page_id>/history/results/
pages/<int:page_id>/revisions/
pages/<int:page_id>/revisions/<int:revision_id>/view/
pages/<int:page_id>/revisions/<int:revision_id>/revert/
pages/<int:page_id>/revisions/<int:revision_id>/unschedule/
pages/(?P<pk>\\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\\d+)\\.\\.\\.(?P<revision_id_b>live|latest|\\d+)/$
pages/<int:page_id>/workflow_history/
pages/<int:page_id>/workflow_history/detail/<int:workflow_state_id>/
pages/<int:page_to_move_id>/move/
pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/
pages/<int:page_to_move_id>/set_position/
pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/
pages/workflow/collect_action_data/<int:page_id>/<slug:action_name>/<int:task_state_id>/
pages/workflow/confirm_cancellation/<int:page_id>/
pages/workflow/preview/<int:page_id>/<int:task_id>/
choose-page/
choose-page/<int:parent_page_id>/
choose-page/search/
choose-page/chosen-multiple/
choose-external-link/
choose-email-link/
choose-phone-link/
choose-anchor-link/
tag-autocomplete/
tag-autocomplete/<slug:app_name>/<slug:model_name>/
collections/
collections/add/
collections/<int:pk>/
collections/<int:pk>/delete/
collections/<int:collection_id>/privacy/
workflows/list/
workflows/list/results/
workflows/add/
workflows/enable/<int:pk>/
workflows/disable/<int:pk>/
workflows/edit/<int:pk>/
workflows/usage/<int:pk>/
workflows/usage/<int:pk>/results/
workflows/remove/<int:page_pk>/
workflows/remove/<int:page_pk>/<int:workflow_pk>/
workflows/tasks/add/<str:app_label>/<str:model_name>/
workflows/tasks/select_type/
workflows/tasks/index/
workflows/tasks/index/results/
workflows/tasks/edit/<int:pk>/
workflows/tasks/disable/<int:pk>/
workflows/tasks/enable/<int:pk>/
workflows/task_chooser/
workflows/task_chooser/results/
workflows/task_chooser/create/
workflows/task_chooser/<int:task_id>/
localize/jsi18n/
localize/submit/page/<int:page_id>/
localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/
localize/update/<int:translation_source_id>/
localize/translate/<int:translation_id>/strings/<int:string_segment_id>/edit/
localize/translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/
localize/translate/<int:translation_id>/pofile/download/
localize/translate/<int:translation_id>/pofile/upload/
localize/translate/<int:translation_id>/machine_translate/
localize/translate/<int:translation_id>/preview/
localize/translate/<int:translation_id>/preview/<str:mode>/
localize/translate/<int:translation_id>/disable/
localize/page/<int:page_id>/convert_to_alias/
localize/reports/translations/
localize/reports/translations/results/
localize/api/snippets/<slug:app_label>/<slug:model_name>/
localize/api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/
redirects/
redirects/results/
redirects/add/
redirects/<int:redirect_id>/
redirects/<int:redirect_id>/delete/
redirects/import/
redirects/import/process/
settings/<slug:app_name>/<slug:model_name>/
settings/<slug:app_name>/<slug:model_name>/<int:pk>/
settings/<slug:app_name>/<slug:model_name>/<int:pk>/preview/
embeds/chooser/
embeds/chooser/upload/
snippets/
documents/
documents/results/
documents/add/
documents/edit/<int:document_id>/
documents/delete/<int:document_id>/
documents/usage/<int:document_id>/
documents/multiple/add/
documents/multiple/<int:doc_id>/
documents/multiple/<int:doc_id>/delete/
documents/multiple/create_from_uploaded_document/<int:uploaded_file_id>/
documents/multiple/delete_upload/<int:uploaded_file_id>/
images/
images/results/
images/add/
images/<int:image_id>/
images/<int:image_id>/delete/
images/<int:image_id>/generate_url/
images/<int:image_id>/generate_url/output/
images/<int:image_id>/preview/<str:filter_spec>/
images/usage/<int:image_id>/
images/multiple/add/
images/multiple/<int:image_id>/
images/multiple/<int:image_id>/delete/
images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/
images/multiple/delete_upload/<int:uploaded_file_id>/
images/chooser/<int:image_id>/select_format/
"""
_REPORTS = ("locked", "workflow", "workflow_tasks", "site-history", "aging-pages", "page-types-usage")
_API = ("", "<int:pk>/", "find/")
_CHOOSERS = ("documents/chooser/", "images/chooser/")
_CHOOSER = ("", "results/", "chosen/<str:pk>/", "chosen-multiple/", "create/")
# Lists of rows with the same pages each.
_LISTS = (
    "platform",
    "membership",
    "standing",
    "localauthority",
    "region",
    "vocabulary",
    "locales",
    "sites",
    "users",
    "groups",
)
_LIST = (
    "", "results/", "new/", "edit/<int:pk>/", "delete/<int:pk>/", "history/<int:pk>/", "history-results/<int:pk>/",
    "usage/<int:pk>/", "copy/<int:pk>/",
)  # fmt: skip
_NOT_COPIED = {"admin/groups/copy/<int:pk>/", "admin/vocabulary/copy/<int:pk>/"}
# Django's admin, after "django-admin/".
_DJANGO = r"""
(root)
logout/
password_change/
password_change/done/
autocomplete/
jsi18n/
r/<path:content_type_id>/<path:object_id>/
taggit/tag/merge-tags/
(?P<app_label>taggit|django_tasks_database|account|mfa|auth)/$
(?P<url>.*)$
"""
_TABLES = (
    "taggit/tag", "django_tasks_database/dbtaskresult", "account/emailaddress", "mfa/authenticator", "auth/group"
)  # fmt: skip
_TABLE = (
    "", "add/", "<path:object_id>/history/", "<path:object_id>/delete/", "<path:object_id>/change/",
    "<path:object_id>/",
)  # fmt: skip


def _lines(text: str, prefix: str = "") -> list[str]:
    return [f"{prefix}{line if line != '(root)' else ''}" for line in text.split()]


def _all(prefix: str, names, endings, sep: str = "/") -> list[str]:
    return [f"{prefix}{name}{sep}{ending}" for name, ending in product(names, endings)]


ADMIN = [
    *_lines(_WAGTAIL.replace("\\\\", "\\"), "admin/"),
    *_all("admin/reports/", _REPORTS, ("", "results/")),
    *_all("admin/api/main/", ("pages", "documents", "images"), _API),
    "admin/api/main/pages/<int:pk>/action/<str:action_name>/",
    *_all("admin/", _CHOOSERS, _CHOOSER, ""),
    *(route for route in _all("admin/", _LISTS, _LIST) if route not in _NOT_COPIED),
    "admin/reports/questions/",
    *_lines(_DJANGO, "django-admin/"),
    *_all("django-admin/", _TABLES, _TABLE),
]

GROUPS: dict[str, list[str]] = {
    "public": _lines(PUBLIC),
    "signed": _lines(SIGNED),
    "admin": ADMIN,
    "machines": _lines(MACHINES),
}

# Which rows of the planted network fill the arguments: the longest beginning that fits decides.
ROWS = {
    "documents/": "files",
    "ar/((": "paths",
    "ar/platforms/": "platforms",
    "ar/platforms/<slug:slug>/members/<int:pk>/": "memberships",
    "ar/platforms/(": "memberships",
    "ar/forum/": "discussions",
    "ar/forum/posts/": "posts",
    "ar/workshops/": "workshops",
    "ar/workshops/<int:pk>-<str:slug>/registrations/<int:number>/": "registrations",
    "ar/people/": "people",
    "ar/notifications/": "notifications",
    "ar/search/saved/": "saved searches",
    "admin/pages/": "pages",
    "admin/choose-page/": "pages",
    "admin/api/main/pages/": "pages",
    "admin/workflows/remove/": "pages",
    "admin/localize/submit/page/": "pages",
    "admin/localize/page/": "pages",
    "admin/localize/": "translations",
    "admin/documents/": "files",
    "admin/api/main/documents/": "files",
    "admin/images/": "pictures",
    "admin/api/main/images/": "pictures",
    "admin/collections/": "collections",
    "admin/workflows/": "workflows",
    "admin/platform/": "platforms",
    "admin/membership/": "memberships",
    "admin/standing/": "people",
    "admin/users/": "people",
    "admin/groups/": "groups",
    "admin/sites/": "sites",
    "admin/locales/": "locales",
}
# What no row says.
DEFAULTS = {
    "key": "a1b2-c3",
    "uidb36": "1",
    "uidb64": "MQ",
    "token": "set-password",
    "restriction_id": 1,
    "page_view_restriction_id": 1,
    "redirect_id": 1,
    "uploaded_file_id": 1,
    "session_id": 1,
    "content_type_id": 1,
    "task_id": 1,
    "entry": 1,
    "page_id": 1,
    "object_id": "1",
    "pk": 1,
    "app_label": "auth",
    "url": "nowhere",
    "slug": "x",
}
# Arguments that depend on the pattern alone.
FIXED: dict[str, list[dict]] = {
    "admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/": [
        {"app_name": "library", "model_name": "worktag"}
    ],
    "admin/workflows/tasks/add/<str:app_label>/<str:model_name>/": [
        {"app_label": "wagtailcore", "model_name": "groupapprovaltask"}
    ],
    "admin/pages/create/<slug:app_label>/<slug:model_name>": [
        {"app_label": "library", "model_name": "guidepage"}
    ],
    "admin/pages/usage/<slug:content_type_app_name>/<slug:content_type_model_name>/": [
        {"content_type_app_name": "library", "content_type_model_name": name}
        for name in ("guidepage", "positionpaperpage")
    ],
    "admin/settings/<slug:app_name>/<slug:model_name>/": [{"app_name": "pages", "model_name": "homepage"}],
    "admin/settings/<slug:app_name>/<slug:model_name>/<int:pk>/": [
        {"app_name": "pages", "model_name": "homepage"}
    ],
    "admin/settings/<slug:app_name>/<slug:model_name>/<int:pk>/preview/": [
        {"app_name": "pages", "model_name": "homepage"}
    ],
    "admin/localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/": [
        {"app_label": "library", "model_name": "worktag"}
    ],
    "admin/localize/api/snippets/<slug:app_label>/<slug:model_name>/": [
        {"app_label": "library", "model_name": "worktag"}
    ],
    "admin/localize/api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/": [
        {"app_label": "library", "model_name": "worktag"}
    ],
    "admin/editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/": [
        {"app_label": "library", "model_name": "guidepage"}
    ],
    "admin/.*/$": [{}],
}
# Deeds on many at once name their objects in the query.
_BULK = "admin/bulk/<str:app_label>/<str:model_name>/<str:action>/"
FIXED[_BULK] = (
    [
        {"app_label": "wagtailcore", "model_name": "page", "action": action, "query": "id={page}"}
        for action in ("move", "publish", "unpublish", "delete", "submit_translation")
    ]
    + [
        {"app_label": "pages", "model_name": model, "action": action, "query": query}
        for model, query in (("uploadeddocument", "id={file}"), ("picture", "id=1&id=2"))
        for action in ("add_tags", "add_to_collection", "delete")
    ]
    + [
        {"app_label": "people", "model_name": "user", "action": action, "query": "id=all"}
        for action in ("delete", "assign_role", "set_active_state")
    ]
)
# What is asked beside the bare address; {slug} is each platform's, {page} and {file} each page's and file's key,
# {word} stands in every hidden title.
QUERIES: dict[str, tuple[str, ...]] = {
    "ar/library/": ("platform={slug}", "kind=guide", "kind=position-paper"),
    "ar/forum/": ("platform={slug}",),
    "ar/forum/<int:pk>/changes/": ("after=0",),
    "ar/forum/new/": ("platform={slug}", "about=library.guidepage.{page}"),
    "ar/workshops/": ("platform={slug}", "when=past", "when=drafts"),
    "ar/workshops/month/": ("platform={slug}",),
    "ar/workshops/new/": ("platform={slug}",),
    "ar/people/": ("platform={slug}", "q=zq"),
    "ar/search/": ("q={word}", "q={word}&platform={slug}", "q={word}&sort=newest"),
    "api/v1/search": (
        "q={word}&page_size=100",
        "q={word}&platform={slug}",
        "q={word}&sort=newest&page=2&page_size=5",
    ),
    "api/v1/search/suggest": ("q={word}", "q=zq"),
    "admin/choose-page/chosen-multiple/": ("id={page}",),
    "admin/documents/chooser/chosen-multiple/": ("id={file}",),
    "admin/images/chooser/chosen-multiple/": ("id=1", "id=2"),
    "admin/choose-page/": ("page_type=library.guidepage", "page_type=wagtailcore.page&q={word}"),
    "admin/choose-page/search/": ("q={word}", "q={word}&page_type=library.guidepage"),
    "admin/pages/search/": ("q={word}",),
    "admin/pages/search/results/": ("q={word}",),
    "admin/documents/": ("q={word}", "q=zq"),
    "admin/documents/chooser/": ("q=zq",),
    "admin/documents/chooser/results/": ("q=zq",),
    "admin/images/chooser/results/": ("q=zq",),
    "admin/users/": ("q=zq",),
    "admin/membership/": ("q=zq",),
    "admin/tag-autocomplete/": ("term=zq",),
    "admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/": ("term=zq",),
    "admin/api/main/pages/": ("fields=*&limit=100", "for_explorer=1&limit=100", "search={word}"),
    "admin/api/main/pages/<int:pk>/": ("fields=*",),
    "admin/api/main/documents/": ("fields=*&limit=100",),
    "admin/reports/site-history/": ("export=csv",),
    "admin/reports/aging-pages/": ("export=csv",),
    "admin/reports/locked/": ("export=csv",),
    "django-admin/autocomplete/": ("term=zq&app_label=account&model_name=emailaddress&field_name=user",),
}


def group_of(route: str) -> str:
    """The group in which a pattern is listed."""
    return next(group for group, routes in GROUPS.items() if route in routes)


def kind_of(route: str) -> str:
    """Which rows fill the pattern's arguments."""
    fitting = [prefix for prefix in ROWS if route.startswith(prefix)]
    return ROWS[max(fitting, key=len)] if fitting else ""


# So many objects are looked at in either language.
FEW = 5
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
NAMED_GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


def _filled(route: str, rows: dict[str, list[dict]]) -> list[tuple[str, dict]]:
    """The paths of a pattern, one for every planted object that can stand in it, with the facts they were made of."""
    template = route.replace(r"((?:[\w\-]+/)*)$", "<path>").replace(r"(\d+)/(.*)$", "<id>/<name>")
    template = (
        NAMED_GROUP.sub(r"<\1>", template).replace(r"\.\.\.", "...").replace(".*/$", "nowhere/").rstrip("$")
    )
    facts = FIXED.get(route) or rows.get(kind_of(route)) or [{}]
    if not ARGUMENT.search(template):
        facts = [{}]
    return [
        (
            f"/{ARGUMENT.sub(lambda found, row=row: str(row.get(found[1], DEFAULTS.get(found[1]))), template)}",
            row,
        )
        for row in facts
    ]


def paths(route: str, rows: dict[str, list[dict]]) -> list[str]:
    """The addresses of a pattern, one for every planted object that can stand in it, without queries."""
    return list(dict.fromkeys(path for path, _row in _filled(route, rows)))


def addresses(route: str, rows: dict[str, list[dict]], word: str) -> list[str]:
    """The addresses of a pattern with everything that is asked of them.

    What a visitor may open is walked in both languages; of the rest, every second object in English.
    """
    found = []
    is_open = route in GROUPS["public"]
    filled = _filled(route, rows)
    for number, (path, row) in enumerate(filled):
        queries = [row["query"]] if "query" in row else QUERIES.get(route, ())
        asked = ["", *(f"?{one}" for query in queries for one in _questions(query, rows, word))]
        english = path.replace("/ar/", "/en/", 1) if path.startswith("/ar/") else path
        sides = [path, english] if is_open or len(filled) < FEW else [english if number % 2 else path]
        found += [side + question for side in sides for question in asked]
    return list(dict.fromkeys(found))


def _questions(query: str, rows: dict[str, list[dict]], word: str) -> list[str]:
    """A query with each of the objects that it names."""
    for name, kind, key in (("slug", "platforms", "slug"), ("page", "pages", "pk"), ("file", "files", "pk")):
        if f"{{{name}}}" in query:
            return [query.format(word=word, **{name: row[key]}) for row in rows[kind]]
    return [query.format(word=word)]
