"""Where a workspace's catalogue is, or will be: in its folder, or in a server's database."""

from __future__ import annotations

from tiig.model.database_errors import DATABASE_ADDRESS
from tiig.model.errors import TiigError
from tiig.store import Address, Workspace, check_empty
from tiig.wiring.settings import Settings, database_of_environment, tells_password

PASSWORD_IN_URL = "a password stands in it, which belongs in TIIG_DATABASE_PASSWORD"  # noqa: S105

A_FILE = "it names a file, and a server is meant; without one, the catalogue is in the workspace"


def new_database(named: str | None) -> Address | None:
    """Return where a new catalogue shall be; None: in the workspace.

    The environment names it where nobody else does. It must be reached and hold nothing.
    """
    url, password = database_of_environment()
    if named is not None and tells_password(named):
        raise TiigError(DATABASE_ADDRESS, what=PASSWORD_IN_URL)
    asked = named or url
    if asked is None:
        return None
    address = Address(asked, password.get_secret_value() if password else None)
    if address.read().get_backend_name() == "sqlite":
        raise TiigError(DATABASE_ADDRESS, what=A_FILE)
    check_empty(address)
    return address


def address_of(workspace: Workspace, settings: Settings, *, expected: bool = False) -> Address:
    """Return where a workspace's catalogue is; `expected` where it was made before."""
    password = settings.database_password
    return Address(
        settings.database_url or workspace.catalogue_url,
        password.get_secret_value() if password and settings.database_url else None,
        expected=expected,
    )
