"""Platforms and their people in Wagtail's admin; what is written there goes through our actions."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from exchange.people.models import User
from exchange.platforms import actions
from exchange.platforms.models import Membership, Platform
from search.admin.lists import FoldedList

TEXTS = ("name", "summary", "description", "who")
FIELDS = [f"{name}_{language}" for name in TEXTS for language in ("ar", "en")]


class Kept(generic.DeleteView):
    """What stands here is ended by its own action and never deleted."""

    def dispatch(self, request, *args, **kwargs):
        raise PermissionDenied


class KeptList(FoldedList, generic.IndexView):
    def get_delete_url(self, instance):
        return None


# -- platforms


class PlatformForm(forms.ModelForm):
    """A platform's row. The address is chosen once: pages, links and groups depend on it."""

    class Meta:
        model = Platform
        fields = ["slug", *FIELDS, "audience", "position"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["slug"]


class AddPlatformView(generic.CreateView):
    def save_instance(self):
        return actions.create_platform(by=self.request.user, **self.form.cleaned_data)


class EditPlatformView(generic.EditView):
    can_delete = False

    def save_instance(self):
        return actions.update_platform(platform=self.object, by=self.request.user, **self.form.cleaned_data)


class PlatformViewSet(ModelViewSet):
    model = Platform
    # Nothing on a page refers to these; each save would otherwise queue a task.
    add_to_reference_index = False
    icon = "group"
    menu_label = gettext_lazy("Platforms")
    list_display = ["name_ar", "slug", "audience", "position"]
    search_fields = ["name_ar", "name_en", "slug"]
    index_view_class = KeptList
    add_view_class = AddPlatformView
    edit_view_class = EditPlatformView
    delete_view_class = Kept

    def get_form_class(self, for_update=False):
        return PlatformForm


# -- memberships


class RolesForm(forms.ModelForm):
    """The roles of an active member; joining and leaving happen on the platform's own pages."""

    class Meta:
        model = Membership
        fields = list(actions.ROLE_FLAGS)


class EditRolesView(generic.EditView):
    can_delete = False

    def save_instance(self):
        return actions.give_roles(membership=self.object, by=self.request.user, **self.form.cleaned_data)


class MembershipList(KeptList):
    def get_base_queryset(self):
        return Membership.objects.visible_to(self.request.user).select_related("person", "platform")

    def get_add_url(self):
        return None


class NoAdding(generic.CreateView):
    def dispatch(self, request, *args, **kwargs):
        raise PermissionDenied


class MembershipViewSet(ModelViewSet):
    model = Membership
    # Nothing on a page refers to these; each save would otherwise queue a task.
    add_to_reference_index = False
    icon = "user"
    menu_label = gettext_lazy("Roles")
    list_display = ["person", "platform", "state", "is_coordinator", "is_editor", "is_organiser"]
    list_filter = ["platform", "state", *actions.ROLE_FLAGS]
    search_fields = ["person__name", "person__email"]
    index_view_class = MembershipList
    add_view_class = NoAdding
    edit_view_class = EditRolesView
    delete_view_class = Kept

    def get_form_class(self, for_update=False):
        return RolesForm


# -- vouching for people


class StandingForm(forms.ModelForm):
    """Whether an administrator vouches for a person who has no membership yet."""

    class Meta:
        model = User
        fields = ["is_confirmed"]


class EditStandingView(generic.EditView):
    can_delete = False

    def save_instance(self):
        confirmed = self.form.cleaned_data["is_confirmed"]
        return actions.confirm_person(person=self.object, by=self.request.user, is_confirmed=confirmed)


class StandingList(KeptList):
    def get_base_queryset(self):
        return User.objects.visible_to(self.request.user)

    def get_add_url(self):
        return None


class StandingViewSet(ModelViewSet):
    """Who is a member of the network, and by whose word. The accounts themselves stand among Wagtail's users."""

    model = User
    add_to_reference_index = False
    name = "standing"
    icon = "success"
    menu_label = gettext_lazy("Members of the network")
    list_display = ["name", "email", "is_confirmed", "is_in_network"]
    list_filter = ["is_confirmed", "is_in_network"]
    search_fields = ["name", "email"]
    index_view_class = StandingList
    add_view_class = NoAdding
    edit_view_class = EditStandingView
    delete_view_class = Kept

    def get_form_class(self, for_update=False):
        return StandingForm

    def register_admin_url_finder(self):
        """The place to edit an account is Wagtail's list of users."""


class NetworkGroup(ModelViewSetGroup):
    items = (PlatformViewSet, MembershipViewSet, StandingViewSet)
    menu_label = gettext_lazy("Network")
    menu_icon = "group"
    menu_order = 250


@hooks.register("register_admin_viewset")
def offer_network():
    return NetworkGroup()
