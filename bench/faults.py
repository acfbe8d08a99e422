"""What is lost when a process is killed: web server, worker, live process and database, each ten times under load."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.sync_psycopg_connector import SyncPsycopgConnector

from bench.acting import LOST, Act, Client, Expected
from bench.browsing import Visitor
from bench.checking import check
from bench.ground import SCALE, line
from bench.house import Running, processes, running
from bench.shown import SHOWN

KILLS = max(2, int(10 * SCALE))
CLIENTS = 6
CALM = 3.0  # seconds between coming back and the next kill
BACK = {"pages": 15.0, "live": 15.0, "jobs": 30.0}  # seconds until each is there again by itself, at most
RESCUED = 150.0  # seconds until a job of a killed worker is done after all, at most
GIVEN_UP = 180.0
LONG, SHORT = "upton.foundation.jobs.verify_facts", "upton.foundation.jobs.forget_old_keys"
KILLED = ("web server", "worker", "live process", "database")


@dataclass
class Kills:
    """Seconds until each part was there again, by what was killed; and the jobs that a killed worker was doing."""

    back: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    begun: list[int] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def run() -> bool:
    """Print the figures; True when nothing was lost or doubled and everything came back within its limit."""
    os.environ["BENCH_CROWD"] = str(int(12_000 * min(1.0, SCALE)))
    with tempfile.TemporaryDirectory(prefix="upton-faults-") as name:
        Path(name).chmod(0o755)  # as an ordinary folder is: the private database runs as another user for root
        with running(Path(name)) as house:
            print(f"faults: {KILLS} kills each of {', '.join(KILLED)}, {CLIENTS} desks at work meanwhile")
            return _measure(house)


def _measure(house: Running) -> bool:
    clients = _clients(house)
    for client in clients:
        client.start()
    time.sleep(CALM)
    kills = Kills()
    for number in range(KILLS):
        for what in KILLED:
            _kill(house, what, number, kills)
            time.sleep(CALM)
    for client in clients:
        client.stop()
    rescued = _rescued(house, kills)
    within = [_came_back(kills), _stands(house, clients), _jobs(house, kills, rescued), _verified(house)]
    return all(within)


def _clients(house: Running) -> list[Client]:
    with psycopg.connect(house.cluster.address) as link:
        desks = link.execute(DESKS, {"day": SHOWN.date()}).fetchall()[:CLIENTS]
        expected = {
            site: [Expected(pk, f"/demo/as/{coach}/") for pk, coach in link.execute(EXPECTED, [site, SHOWN.date()])]
            for _, site in desks
        }

    def find(subject: str) -> int | None:
        kind, _, number = subject.partition(" ")
        sql, value = (BY_APPOINTMENT, number) if kind == "appointment" else (BY_NAME, subject)
        while True:
            with suppress(psycopg.OperationalError), psycopg.connect(house.cluster.address) as link:
                found = link.execute(sql, [value]).fetchone()
                return found[0] if found else None
            time.sleep(0.3)

    return [
        Client(house.port, f"/demo/as/{desk}/", number, expected[site], find)
        for number, (desk, site) in enumerate(desks)
    ]


DESKS = """
select distinct on (p.site_id) a.username, p.site_id from organisation_posting p
join organisation_colleague c on c.id = p.colleague_id join accounts_account a on a.id = c.account_id
where p.role = 'service_delivery_support' and p.valid @> %(day)s::date and a.closed_at is null
order by p.site_id, c.id
"""
EXPECTED = """
select m.id, a.username from diary_appointment m
join organisation_colleague c on c.id = m.colleague_id join accounts_account a on a.id = c.account_id
join claimants_claimant p on p.id = m.claimant_id
where m.site_id = %s and m.state = 'booked' and (lower(m.during) at time zone 'Europe/London')::date = %s
  and p.restricted_as = '' and a.closed_at is null order by lower(m.during)
"""
BY_APPOINTMENT = "select id from reception_visit where appointment_id = %s and state <> 'withdrawn'"
BY_NAME = "select id from reception_visit where name = %s"


def _kill(house: Running, what: str, number: int, kills: Kills) -> None:
    if what == "worker":
        kills.begun.append(_begin(house, kills))
    victim = _victim(house, what, number)
    os.kill(victim, signal.SIGKILL)
    began = time.monotonic()
    parts: dict[str, Callable[[], bool]] = {
        "pages": lambda: _page(house),
        "live": lambda: _live(house),
        "jobs": lambda: _job_done(house, kills),
    }
    for part, is_there in parts.items():
        while not is_there():
            if time.monotonic() - began > GIVEN_UP:
                kills.lost.append(f"after the {what} was killed, {part} did not come back")
                break
            time.sleep(0.05)
        kills.back.setdefault((what, part), []).append(time.monotonic() - began)


def _victim(house: Running, what: str, number: int) -> int:
    """What is killed this time; of the web server its master and one of its workers in turn."""
    if what == "database":
        pid = house.cluster.running_as()
        assert pid, "the database is away"
        return pid
    word = {"web server": "web", "worker": "worker", "live process": "live"}[what]
    while word not in (children := house.children()):
        time.sleep(0.1)
    if what != "web server" or number % 2 == 0:
        return children[word]
    return next(pid for pid, parent, _ in processes() if parent == children[word])


def _page(house: Running) -> bool:
    with suppress(*LOST):
        return Visitor(house.port).get("/demo/")[0] == 200
    return False


def _live(house: Running) -> bool:
    with suppress(*LOST):
        return Visitor(house.live_port).get("/live/health")[0] == 200
    return False


def _defer(house: Running, task: str, priority: int) -> int:
    with App(connector=SyncPsycopgConnector(conninfo=house.cluster.address)).open() as app:
        return int(app.configure_task(task, priority=priority).defer(timestamp=0))


def _status(house: Running, job: int) -> str:
    with psycopg.connect(house.cluster.address) as link:
        found = link.execute("select status from procrastinate_jobs where id = %s", [job]).fetchone()
    return str(found[0]) if found else ""


def _begin(house: Running, kills: Kills) -> int:
    """Let the worker begin a job that takes a while, to be killed in the middle of it."""
    job = _defer(house, LONG, priority=5)
    until = time.monotonic() + GIVEN_UP
    while (status := _status(house, job)) == "todo" and time.monotonic() < until:
        time.sleep(0.02)
    if status != "doing":
        kills.lost.append(f"a job was {status} before the worker could be killed in the middle of it")
    return job


def _job_done(house: Running, kills: Kills) -> bool:
    """Put a small job in, and wait until it is done."""
    try:
        job = _defer(house, SHORT, priority=10)
        until = time.monotonic() + GIVEN_UP
        while (status := _status(house, job)) in ("todo", "doing") and time.monotonic() < until:
            time.sleep(0.05)
    except (psycopg.OperationalError, ConnectorException):
        return False
    if status == "failed":
        kills.lost.append("a job failed that the worker did after it had come back")
    return status == "succeeded"


def _rescued(house: Running, kills: Kills) -> float:
    """The longest that a job waited, in seconds, from the end of its worker until it was done after all."""
    until = time.monotonic() + RESCUED
    while any(_status(house, job) in ("todo", "doing") for job in kills.begun) and time.monotonic() < until:
        time.sleep(0.5)
    with psycopg.connect(house.cluster.address) as link:
        waited = link.execute(WAITED, [kills.begun]).fetchone()
    return float(waited[0]) if waited and waited[0] is not None else RESCUED


WAITED = """
select extract(epoch from max(waited)) from (
    select max(at) filter (where type = 'succeeded') - min(at) filter (where type = 'started') as waited
    from procrastinate_events where job_id = any(%s) group by job_id
) each
"""
"""From the moment at which a job was first begun: it is killed at once."""


def _came_back(kills: Kills) -> bool:
    within = not kills.lost
    for what in KILLED:
        for part, limit in BACK.items():
            worst = max(kills.back[what, part])
            ok = worst <= limit
            line(f"{what} killed: {part} there again, worst (at most {limit:.0f} s)", f"{worst:.1f} s", ok)
            within = within and ok
    for sentence in kills.lost:
        print(f"    {sentence}")
    return within


def _stands(house: Running, clients: Sequence[Client]) -> bool:
    acts: list[Act] = [act for client in clients for act in client.ledger.acts]
    confirmed = sum(act.confirmed for act in acts)
    with psycopg.connect(house.cluster.address) as link:
        found = check(link, acts)
    wrong = [sentence for client in clients for sentence in client.ledger.wrong]
    line("acts sent, and those that a page said were done", f"{len(acts):,}, {confirmed:,}")
    line("tries again, and the longest until an answer", f"{sum(c.ledger.tries_again for c in clients):,}, "
         f"{max(c.ledger.longest for c in clients):.1f} s")  # fmt: skip
    line("acts that were said to be done and are not there (at most none)", f"{len(found.missing)}", not found.missing)
    line("acts that stand twice (at most none)", f"{len(found.doubled)}", not found.doubled)
    line("answers that should not have come (at most none)", f"{len(wrong)}", not wrong)
    for sentence in [*found.missing, *found.doubled, *wrong, *(_errors(house) if wrong else [])][:20]:
        print(f"    {sentence}")
    return not (found.missing or found.doubled or wrong)


def _errors(house: Running) -> list[str]:
    """The errors in the web server's log, each once."""
    log = (house.folder / "logs" / "web.log").read_text(errors="replace")
    return sorted({found[0][:200] for found in re.finditer(r"^[\w.]+(?:Error|Exception|Interrupted)\b.*", log, re.M)})


def _jobs(house: Running, kills: Kills, seconds: float) -> bool:
    ends = [_status(house, job) for job in kills.begun]
    done = ends.count("succeeded")
    line("jobs in the middle of which a worker was killed, and those done after all", f"{len(ends)}, {done}",
         done == len(ends))  # fmt: skip
    line(
        f"from its first beginning until it was done, worst (at most {RESCUED:.0f} s)",
        f"{seconds:.0f} s",
        seconds <= RESCUED,
    )
    return done == len(ends) and seconds <= RESCUED


def _verified(house: Running) -> bool:
    upton = str(Path(sys.executable).with_name("upton"))
    done = subprocess.run([upton, "facts", "verify"], env=house.environ, capture_output=True, text=True, check=False)
    said = re.sub(r"\s+", " ", done.stdout).strip()
    line("facts verified", "all stand" if done.returncode == 0 else "findings", done.returncode == 0)
    print(f"    {said}{done.stderr.strip()[-500:] if done.returncode else ''}")
    return done.returncode == 0
