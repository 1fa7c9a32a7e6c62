"""The vocabulary in Wagtail's admin; what is changed there goes through our actions."""

import django_filters
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from exchange.finding import actions, asking, rules, vocabulary
from exchange.finding.forms import ConceptForm
from exchange.finding.models import Concept, VocabularyState, lines
from exchange.journal.models import Entry
from exchange.journal.refusals import Refusal
from exchange.people.models import User

MOST_TRIED = 30  # forms
HISTORY_PAGE = 20
COUNTRIES = {
    "PS": gettext_lazy("Palestine"),
    "JO": gettext_lazy("Jordan"),
    "LB": gettext_lazy("Lebanon"),
    "SY": gettext_lazy("Syria"),
    "IQ": gettext_lazy("Iraq"),
    "EG": gettext_lazy("Egypt"),
    "SA": gettext_lazy("Saudi Arabia"),
    "AE": gettext_lazy("United Arab Emirates"),
    "TN": gettext_lazy("Tunisia"),
    "DZ": gettext_lazy("Algeria"),
    "MA": gettext_lazy("Morocco"),
}


class VocabularyPolicy(BasePermissionPolicy):
    """Our own rule, in the form in which Wagtail asks."""

    def user_has_permission(self, user, action):
        # Asked for each button of a list; a person object lives as long as its request.
        if not hasattr(user, "_tends_vocabulary"):
            user._tends_vocabulary = rules.can_change_vocabulary(user)
        return user._tends_vocabulary

    def users_with_any_permission(self, actions):
        roles = Q(memberships__is_editor=True) | Q(memberships__is_coordinator=True)
        editors = roles & Q(memberships__state="active")
        return User.objects.filter(Q(is_superuser=True) | editors, is_active=True).distinct()


register_permission_policy(Concept, VocabularyPolicy(Concept))


class ConceptFilters(WagtailFilterSet):
    """Which concepts stand in the list."""

    STATES = (
        ("changed", gettext_lazy("Changed here")),
        ("added", gettext_lazy("Added here")),
        ("off", gettext_lazy("Switched off")),
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=STATES, method="of_state")
    country = django_filters.ChoiceFilter(
        label=gettext_lazy("With words of one country"), choices=list(COUNTRIES.items()), method="of_country"
    )

    class Meta:
        model = Concept
        fields: list[str] = []

    def of_state(self, rows, _name, state):
        return {
            "changed": rows.filter(is_shipped=True, is_changed=True),
            "added": rows.filter(is_shipped=False),
            "off": rows.filter(is_active=False),
        }[state]

    def of_country(self, rows, _name, country):
        return rows.said_in(country)


class VocabularyList(generic.IndexView):
    template_name = "finding/admin/vocabulary.html"
    page_title = gettext_lazy("Vocabulary of the search")
    add_item_label = gettext_lazy("Add a concept")

    def search_queryset(self, rows):
        return rows.called(self.search_query) if self.is_searching else rows

    def get_copy_url(self, instance):
        return None

    def get_delete_url(self, instance):
        return super().get_delete_url(instance) if instance.is_active else None

    def get_context_data(self, *args, **kwargs):
        return super().get_context_data(*args, **kwargs) | {"state": _state()}


class _Saving:
    """What adding and changing have in common: the action, and a word on forms that join much."""

    template_name = "finding/admin/concept.html"
    success_message = gettext_lazy("“%(object)s” is saved. Searches know it from now on.")
    delete_item_label = gettext_lazy("Switch off")
    copy_url_name = None
    usage_url_name = None

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)

    def save_action(self):
        for warning in vocabulary.warnings(self.object.forms, self.request.user, self.object):
            messages.warning(self.request, warning)
        return super().save_action()


class AddConceptView(_Saving, generic.CreateView):
    page_title = gettext_lazy("Add a concept")
    submit_button_label = gettext_lazy("Save")

    def get_initial(self):
        """A question of the report may be handed over as the first form."""
        return {name: self.request.GET.get(name, "")[:100] for name in ("ar", "en")}

    def save_instance(self):
        return actions.save_concept(by=self.request.user, **self.form.cleaned_data)


class ChangeConceptView(_Saving, generic.EditView):
    def get_initial(self):
        """A question of the report may be handed over to be joined to this concept."""
        added = self.request.GET.get("add", "").strip()[:100]
        if not added:
            return {}
        name = "en" if added.isascii() else "ar"
        return {name: "\n".join([*lines(getattr(self.object, name)), added])}

    def save_instance(self):
        return actions.save_concept(concept=self.object, by=self.request.user, **self.form.cleaned_data)

    def get_last_updated_info(self):
        return None

    def get_context_data(self, **kwargs):
        state = {"is_switched_off": not self.object.is_active, "restore_url": self._restore_url()}
        return super().get_context_data(**kwargs) | state

    @property
    def can_delete(self):
        return self.object.is_active and self.user_has_permission("delete")

    def _restore_url(self):
        if not (self.object.is_shipped and self.object.is_changed):
            return ""
        return reverse("vocabulary:restore", args=[self.object.pk])


class SwitchOffView(generic.DeleteView):
    template_name = "finding/admin/switch_off.html"
    page_title = gettext_lazy("Switch off")
    success_message = gettext_lazy("“%(object)s” is switched off. Searches know it no more.")
    usage_url_name = None

    @property
    def confirmation_message(self):
        return _("Searches will no longer know these words as one. It can be switched on again at any time.")

    def delete_action(self):
        actions.remove_concept(concept=self.object, by=self.request.user)


class VocabularyViewSet(ModelViewSet):
    model = Concept
    name = "vocabulary"
    # Nothing on a page refers to these; each save would otherwise queue a task.
    add_to_reference_index = False
    icon = "list-ul"
    menu_label = gettext_lazy("Vocabulary")
    menu_order = 260
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("english", label=gettext_lazy("In English"), accessor=lambda row: " · ".join(lines(row.en))),
        Column("slug", label=gettext_lazy("Name in lists"), sort_key="slug"),
        Column("state", label=gettext_lazy("State"), accessor=lambda row: _state_of(row)),
    ]
    search_fields = ["folded"]
    filterset_class = ConceptFilters
    index_view_class = VocabularyList
    add_view_class = AddConceptView
    edit_view_class = ChangeConceptView
    delete_view_class = SwitchOffView
    copy_view_enabled = False
    index_template_name = VocabularyList.template_name
    create_template_name = edit_template_name = _Saving.template_name
    delete_template_name = SwitchOffView.template_name

    def get_form_class(self, for_update=False):
        return ConceptForm

    @property
    def history_view(self):
        return require_admin_access(history)

    history_results_view = usage_view = history_view

    def get_urlpatterns(self):
        own = [
            path("try/", require_admin_access(try_forms), name="try"),
            path("rebuild/", require_admin_access(rebuild), name="rebuild"),
            path("restore/<int:pk>/", require_admin_access(restore), name="restore"),
            path("take-back/<int:pk>/<int:entry>/", require_admin_access(take_back), name="take_back"),
        ]
        return own + super().get_urlpatterns()


def _state_of(row: Concept) -> str:
    """What a reader of the list should know of a concept; nothing where it is as it was shipped."""
    if not row.is_active:
        return _("Switched off")
    if not row.is_shipped:
        return _("Added here")
    return _("Changed here") if row.is_changed else ""


@hooks.register("register_admin_viewset")
def offer_vocabulary():
    return VocabularyViewSet()


def _concept_or_404(request, pk) -> Concept:
    return get_object_or_404(Concept.objects.visible_to(request.user), pk=pk)


def _state() -> VocabularyState:
    return VocabularyState.objects.first() or VocabularyState()


def history(request, pk):
    """Every change of a concept: who, when, which forms; and the way back to what was before."""
    concept = _concept_or_404(request, pk)
    entries = Entry.objects.about(concept).select_related("by").order_by("-pk")
    page = Paginator(entries, HISTORY_PAGE).get_page(request.GET.get("p"))
    rows, after = [], None
    newest_first = list(page)
    for entry in newest_first:
        was = set(_all_lines(entry.details.get("was") or {}))
        rows.append({"entry": entry, "was": was, "forms": entry.details.get("forms", [])})
    after = set(_all_lines({name: getattr(concept, name) for name in ConceptForm.Meta.fields}))
    for row in rows:
        # The first page alone begins with what is there now.
        if page.number == 1:
            row["added"], row["taken"] = sorted(after - row["was"]), sorted(row["was"] - after)
            after = row["was"]
    context = {
        "header_title": _("Changes: %(concept)s") % {"concept": concept},
        "page_title": _("Changes: %(concept)s") % {"concept": concept},
        "header_icon": "history",
        "concept": concept,
        "rows": rows,
        "page": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
    }
    return TemplateResponse(request, "finding/admin/history.html", context)


def _all_lines(columns: dict) -> list[str]:
    return [line for name in ConceptForm.Meta.fields for line in lines(columns.get(name, ""))]


@require_POST
def take_back(request, pk, entry):
    """Make the concept what it was before a change."""
    concept = _concept_or_404(request, pk)
    change = get_object_or_404(Entry.objects.about(concept), pk=entry)
    actions.take_back(entry=change, by=request.user)
    messages.success(request, _("The change is taken back."))
    return redirect("vocabulary:history", pk)


@require_POST
def restore(request, pk):
    """Bring back the text that comes with the product."""
    actions.restore_shipped(concept=_concept_or_404(request, pk), by=request.user)
    messages.success(request, _("The concept is again as it comes with the product."))
    return redirect("vocabulary:edit", pk)


def try_forms(request):
    """What the forms of a concept find now, each alone, and what they will find together. Nothing is saved."""
    if not rules.can_change_vocabulary(request.user):
        return redirect("wagtailadmin_home")
    form = ConceptForm(request.POST or None)
    form.is_valid()
    tried = Concept(
        slug="tried", **{name: form.data.get(name, "") for name in ("ar", "en", "short", "local")}
    )
    forms = tried.forms[:MOST_TRIED]
    alone = [(one, *asking.spoken_of(request.user, [one], get_language())) for one in forms]
    context = {
        "header_title": _("What these forms find"),
        "page_title": _("What these forms find"),
        "header_icon": "search",
        "alone": alone,
        "together": asking.spoken_of(request.user, forms, get_language()),
        "warnings": vocabulary.warnings(forms, request.user),
    }
    return TemplateResponse(request, "finding/admin/try.html", context)


def rebuild(request):
    """Have the index written anew, and see how far it is."""
    if not rules.can_rebuild_index(request.user):
        return redirect("wagtailadmin_home")
    if request.method == "POST":
        actions.ask_for_rebuild(by=request.user)
        return redirect("vocabulary:rebuild")
    state = _state()
    context = {
        "header_title": _("Read all works again"),
        "page_title": _("Read all works again"),
        "header_icon": "rotate",
        "state": state,
        "progress": ngettext(
            "%(count)s document is written.", "%(count)s documents are written.", state.rebuilt
        )
        % {"count": state.rebuilt},
    }
    return TemplateResponse(request, "finding/admin/rebuild.html", context)
