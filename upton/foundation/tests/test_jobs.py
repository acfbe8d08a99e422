"""Jobs whose worker is gone are done again, and no job ends one worker after another for ever."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app

from upton.foundation.jobs import TRIES, forget_old_keys, rescue

pytestmark = pytest.mark.django_db


def begun(*, silent_for: int, tries: int = 0) -> int:
    """A job that a worker has begun, of whom nothing was heard for so many seconds."""
    job_id = forget_old_keys.configure(queueing_lock="tests").defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - make_interval(secs => %s)) "
            "returning id",
            [silent_for],
        )
        (worker_id,) = cursor.fetchone()
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s, attempts = %s where id = %s",
            [worker_id, tries, job_id],
        )
    return job_id


def status(job_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select status from procrastinate_jobs where id = %s", [job_id])
        return cursor.fetchone()[0]


def rescued() -> int:
    return async_to_sync(rescue)(app.job_manager)


class TestRescue:
    def test_lets_the_job_of_a_lost_worker_wait_again(self):
        job = begun(silent_for=60)
        assert rescued() == 1
        assert status(job) == "todo"

    def test_finds_a_job_whose_worker_nobody_knows_any_more(self):
        job = begun(silent_for=60)
        with connection.cursor() as cursor:
            cursor.execute("delete from procrastinate_workers")
        assert rescued() == 1
        assert status(job) == "todo"

    def test_leaves_the_job_of_a_worker_that_is_there(self):
        job = begun(silent_for=5)
        assert rescued() == 0
        assert status(job) == "doing"

    def test_lets_a_job_go_that_is_queued_once_more_already(self):
        job = begun(silent_for=60)
        again = forget_old_keys.configure(queueing_lock="tests").defer(timestamp=1)
        assert rescued() == 1
        assert (status(job), status(again)) == ("aborted", "todo")

    def test_gives_up_a_job_that_was_begun_too_often(self):
        tried, other = begun(silent_for=60, tries=TRIES - 1), begun(silent_for=60, tries=TRIES - 2)
        assert rescued() == 2
        assert (status(tried), status(other)) == ("failed", "todo")
