"""Wagtail's groups, derived from roles: what an editor or a coordinator may touch in the admin."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from exchange.platforms.models import Membership, Platform

# Which permissions on the shelf's pages, and on the collection's files, come with a role.
PAGE_PERMISSIONS = {
    "editors": ("add_page", "change_page"),
    "coordinators": ("add_page", "change_page", "publish_page"),
}
FILE_PERMISSIONS = (
    "add_document",
    "change_document",
    "choose_document",
    "add_image",
    "change_image",
    "choose_image",
)
ROLES = {"editors": "is_editor", "coordinators": "is_coordinator"}


def group_name(platform: Platform, role: str) -> str:
    """The name of the group; `role` is a key of ROLES."""
    return f"{platform.slug} {role}"


def make_groups(platform: Platform, shelves) -> dict[str, Group]:
    """Make the platform's groups with their permissions on its shelves and its collection."""
    groups = {}
    for role, page_permissions in PAGE_PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=group_name(platform, role))
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for shelf in shelves:
            for permission in Permission.objects.filter(
                codename__in=page_permissions, content_type__app_label="wagtailcore"
            ):
                GroupPagePermission.objects.get_or_create(
                    group=group, page=shelf.page_ptr, permission=permission
                )
        for permission in Permission.objects.filter(
            codename__in=FILE_PERMISSIONS, content_type__app_label__in=("wagtaildocs", "wagtailimages")
        ):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=platform.collection, permission=permission
            )
        groups[role] = group
    return groups


def sync_groups(membership: Membership) -> None:
    """Put the person into exactly the groups that the membership's roles call for."""
    person, platform = membership.person, membership.platform
    for role, flag in ROLES.items():
        group = Group.objects.get(name=group_name(platform, role))
        if getattr(membership, flag):
            person.groups.add(group)
        else:
            person.groups.remove(group)
