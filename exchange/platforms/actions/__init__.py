"""The deeds of this room."""

from exchange.platforms.actions.memberships import (
    ROLE_FLAGS,
    AlreadyMember,
    LastCoordinator,
    NotWaiting,
    ProfileNeeded,
    accept_request,
    add_member,
    ask_to_join,
    confirm_person,
    give_roles,
    leave_platform,
    refuse_request,
    remove_member,
)
from exchange.platforms.actions.platforms import create_platform, set_topics, update_platform

__all__ = [
    "ROLE_FLAGS",
    "AlreadyMember",
    "LastCoordinator",
    "NotWaiting",
    "ProfileNeeded",
    "accept_request",
    "add_member",
    "ask_to_join",
    "confirm_person",
    "create_platform",
    "give_roles",
    "leave_platform",
    "refuse_request",
    "remove_member",
    "set_topics",
    "update_platform",
]
