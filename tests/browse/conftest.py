import pytest
from made_articles import hostile, keep
from served_room import at, revised, served, stories

from newsbot.store.database import open_store


@pytest.fixture(scope="session")
def stocked_url(tmp_path_factory):
    """A store of the stories, and of a hostile one."""
    url = f"sqlite:///{tmp_path_factory.mktemp('room')}/newsbot.db"
    with open_store(url) as store:
        keep(store, *stories(), revised(), hostile(60, **at(18)))
    return url


@pytest.fixture(scope="session")
def room(stocked_url):
    """The room that most tests look at."""
    with served(stocked_url) as client:
        yield client


@pytest.fixture
def get(room):
    """Ask it as a new reader; returns the answer."""

    def ask(path, **given):
        room.cookies.clear()
        return room.get(path, **given)

    return ask
