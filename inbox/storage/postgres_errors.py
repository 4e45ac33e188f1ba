"""Says in our words what PostgreSQL and the way to it say, and tells what may be asked again."""

from __future__ import annotations

import asyncpg

from inbox.errors import BadInput, Damaged, InboxError, Unreachable

_GONE = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InternalClientError,  # the driver, where a connection ends between two of its steps
    OSError,
    TimeoutError,
)
_BUSY = (asyncpg.LockNotAvailableError, asyncpg.QueryCanceledError)
_AGAIN = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.exceptions.InvalidCachedStatementError,
)
_LETTERS = (
    UnicodeEncodeError,
    asyncpg.exceptions.CharacterNotInRepertoireError,
    asyncpg.exceptions.UntranslatableCharacterError,
    asyncpg.DataError,
    asyncpg.exceptions._base.DataError,  # noqa: SLF001 - the driver's own error has the name of a server's
)


def lost(error: BaseException) -> bool:
    """Tell whether the connection ended, so that nobody knows what the server still did."""
    # The pool takes back a connection that ended, and says only that of whatever is asked through it then.
    closed = isinstance(error, asyncpg.InterfaceError) and ("clos" in str(error) or "released back" in str(error))
    return closed or isinstance(error, _GONE)


def again(error: BaseException) -> bool:
    """Tell whether the server took nothing and would at another time (40001, 40P01, a plan of before a migration)."""
    return isinstance(error, _AGAIN)


def translated(error: BaseException, where: str) -> InboxError:
    """Return our error for one of the driver's or the server's."""
    if isinstance(error, asyncpg.InvalidPasswordError | asyncpg.InvalidAuthorizationSpecificationError):
        return Unreachable("{where} does not let us in; check user and password (PGPASSFILE, PGPASSWORD).", where=where)
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return Unreachable("There is no database at {where}; make it with createdb.", where=where)
    if isinstance(error, asyncpg.TooManyConnectionsError):
        return Unreachable("{where} takes no more connections; raise max_connections, or end some.", where=where)
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        return Unreachable(
            "{where} does not let this user do that; the inbox needs a database of its own.", where=where
        )
    if isinstance(error, asyncpg.ReadOnlySQLTransactionError):
        return Unreachable("{where} is a copy that is only read; name the server that is written to.", where=where)
    if isinstance(error, asyncpg.exceptions.InsufficientResourcesError):
        return Unreachable("The server of {where} is full; make room, nothing was lost.", where=where)
    if isinstance(error, _BUSY):
        return Unreachable("{where} is too busy; try it again.", where=where)
    if isinstance(error, _LETTERS):
        return BadInput("A value is none that the database can hold.")
    if lost(error):
        return Unreachable("{where} cannot be reached; nothing was lost.", where=where)
    if isinstance(error, asyncpg.exceptions.ClientConfigurationError | ValueError):
        return BadInput("{where} is no address of a PostgreSQL database.", where=where)
    # Without the details: they hold the values of the row.
    text = str(error.args[0]) if error.args else type(error).__name__
    return Damaged("The database says: {text}", text=text)
