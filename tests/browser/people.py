"""The cast of the demo network, by role, as `open_page(sign_in=…)` takes them."""

from exchange.demo.cast import CAST

_by_role = {one.role: (one.email, one.password) for one in CAST}

ADMINISTRATOR = _by_role["network administrator"]
COORDINATOR = _by_role["coordinator"]
EDITOR = _by_role["editor"]
ORGANISER = _by_role["workshop organiser"]
MEMBER = _by_role["member"]
OTHER_MEMBER = _by_role["another member"]
STRANGER = _by_role["stranger"]
