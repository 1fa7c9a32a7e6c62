"""Accounts, governorates and local authorities in Wagtail's admin; what is written there goes through our actions."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account, generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.users.views import users
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from exchange.people import actions
from exchange.people.forms import AccountForm
from exchange.people.models import LocalAuthority, Region
from search.admin.lists import FoldedList

# -- accounts


class PeopleView(FoldedList, users.IndexView):
    """Accounts are closed, never deleted: what a person wrote keeps its author."""

    search_fields = {"name", "email"}

    def get_delete_url(self, instance):
        return None

    @property
    def columns(self):
        # Without the boxes for deeds on many at once.
        return [column for column in super().columns if column.name != "bulk_actions"]


class MakeAccountView(users.CreateView):
    def save_instance(self):
        return actions.make_account(by=self.request.user, **self.form.cleaned_data)


class ChangeAccountView(users.EditView):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.can_delete = False

    def save_instance(self):
        return actions.change_account(person=self.object, by=self.request.user, **self.form.cleaned_data)


class NoDeletionView(generic.DeleteView):
    def dispatch(self, request, *args, **kwargs):
        raise PermissionDenied


class UserViewSet(users.UserViewSet):
    """Wagtail's list of users, for accounts with one name and an e-mail address."""

    index_view_class = PeopleView
    add_view_class = MakeAccountView
    edit_view_class = ChangeAccountView
    delete_view_class = NoDeletionView
    create_template_name = "wagtailadmin/generic/form.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update=False):
        return AccountForm


def _closed(action):
    """Wagtail's deed on many accounts at once, allowed to nobody: it would pass by our actions."""
    return type(f"Closed{action.__name__}", (action,), {"check_perm": lambda self, person: False})


for _action in (AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction):
    # Wagtail registers its own with the order 0; the last one counts.
    hooks.register("register_bulk_action", _closed(_action), order=100)


class AccountView(account.AccountView):
    """How the admin looks to a person. The name is changed on the site, where an account has one and no picture."""

    def get_panels(self):
        elsewhere = (account.NameEmailSettingsPanel, account.AvatarSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, elsewhere)]


own_account = require_admin_access(AccountView.as_view())


# -- governorates and local authorities


class PlacesView(FoldedList, generic.IndexView):
    pass


class AddRegionView(generic.CreateView):
    def save_instance(self):
        return actions.save_region(region=self.form.instance, by=self.request.user)


class EditRegionView(generic.EditView):
    def save_instance(self):
        return actions.save_region(region=self.form.instance, by=self.request.user)


class AddAuthorityView(generic.CreateView):
    def save_instance(self):
        return actions.save_authority(authority=self.form.instance, by=self.request.user)


class EditAuthorityView(generic.EditView):
    def save_instance(self):
        return actions.save_authority(authority=self.form.instance, by=self.request.user)


class RemovePlaceView(generic.DeleteView):
    def delete_action(self):
        actions.remove_place(place=self.object, by=self.request.user)


class RegionViewSet(ModelViewSet):
    model = Region
    # Nothing on a page refers to these; each save would otherwise queue a task.
    add_to_reference_index = False
    icon = "site"
    menu_label = _("Governorates")
    form_fields = ["name_ar", "name_en", "area"]
    list_display = ["name_ar", "name_en", "area"]
    list_filter = ["area"]
    search_fields = ["name_ar", "name_en"]
    index_view_class = PlacesView
    add_view_class = AddRegionView
    edit_view_class = EditRegionView
    delete_view_class = RemovePlaceView


class LocalAuthorityViewSet(ModelViewSet):
    model = LocalAuthority
    # Nothing on a page refers to these; each save would otherwise queue a task.
    add_to_reference_index = False
    icon = "home"
    menu_label = _("Local authorities")
    form_fields = ["name_ar", "name_en", "kind", "region"]
    list_display = ["name_ar", "name_en", "kind", "region"]
    list_filter = ["kind", "region"]
    search_fields = ["name_ar", "name_en"]
    index_view_class = PlacesView
    add_view_class = AddAuthorityView
    edit_view_class = EditAuthorityView
    delete_view_class = RemovePlaceView


class PlacesGroup(ModelViewSetGroup):
    """The list that members choose their local authority from."""

    items = (LocalAuthorityViewSet, RegionViewSet)
    menu_label = _("Local authorities")
    menu_icon = "home"
    menu_order = 700


@hooks.register("register_admin_viewset")
def offer_places():
    return PlacesGroup()
