"""A host that is cut off from the network in the midst of a run: another one takes over once the
lease has run out, and it is told so when it is back.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store.opening import run_lock
from engine.store.postgresql import leases, place
from tests.factories import item
from tests.servers.postgresql import fresh_schema, postgresql_for
from tests.servers.real import missing
from tests.servers.separate_hosts import Network, separate_hosts
from tests.store.postgresql.hosts import Host

TTL = 2.0
_HOLDER = f"""
import sys
from engine.settings.load import load_settings
from engine.store.opening import run_lock
from engine.store.postgresql import leases
from pathlib import Path
leases.TTL = {TTL}
with run_lock(load_settings(Path(sys.argv[1])).data, "datev"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def network() -> Iterator[Network]:
    with separate_hosts("one", "other") as network:
        if not network.is_real:
            missing("network namespaces")
        yield network


def test_another_one_takes_over(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "TTL", TTL)
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    with postgresql_for(network) as server, fresh_schema(server) as database:
        one, other = (
            Host(tmp_path / each.name, database, uploads, address=network.address)
            for each in network.hosts
        )
        other.hold(item("RE-1"))
        holder = subprocess.Popen(
            [*network.hosts[0].begin, sys.executable, "-c", _HOLDER, str(one.config)],
            cwd=Path(__file__).parents[3],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        assert other.run().code == 11
        network.hosts[0].cut_off()
        with run_lock(other.data, "datev", TTL + 5):  # the goal: the lease, and five seconds
            pass
        other.put_list("RE-1 60,00")
        assert other.run().code == 0
        assert other.items["RE-1"].open == 60_00
        holder.kill()
        holder.communicate()
        place.close_all()
