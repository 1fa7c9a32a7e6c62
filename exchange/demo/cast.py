"""The people of the demo network whom anybody may sign in as, one for each way of seeing the site."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignIn:
    """A person of `content/people.toml`, by key, and a password that everybody may know."""

    role: str
    key: str
    password: str

    @property
    def email(self) -> str:
        return f"{self.key}@exchange.example"


# The coordinator, the editor and the organiser serve one platform, so that a request, a guide or a workshop can be
# followed from one to the next. The two members meet in one platform and have another one each.
CAST = (
    SignIn("network administrator", "admin", "seven-olive-terraces"),
    SignIn("coordinator", "coordinator-engineering", "blue-drafting-table"),
    SignIn("editor", "editor-engineering", "quiet-reading-lamp"),
    SignIn("workshop organiser", "organiser-engineering", "thirty-folding-chairs"),
    SignIn("member", "member-2", "clear-spring-water"),
    SignIn("another member", "member-10", "warm-market-bread"),
    SignIn("stranger", "stranger", "first-morning-bus"),
)


def password_of(key: str) -> str | None:
    """The password of somebody of the cast; None for everybody else, who cannot sign in."""
    return next((one.password for one in CAST if one.key == key), None)


def sign_ins() -> str:
    """Who can sign in with which password, a line each below a heading, for a terminal."""
    role, email = (max(len(getattr(one, name)) for one in CAST) for name in ("role", "email"))
    lines = [f"  {one.role:{role}}  {one.email:{email}}  {one.password}\n" for one in CAST]
    return "".join(["Sign in with e-mail and password as\n", *lines])
