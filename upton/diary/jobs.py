"""Background work of diaries: times that are over are let go."""

from __future__ import annotations

from procrastinate.contrib.django import app

from upton.diary.models import Occupancy
from upton.foundation import clock
from upton.foundation.clock import day_bounds, local_day


@app.periodic(cron="40 0 * * *")
@app.task(queueing_lock="diary: times that are over")
def let_go_of_what_is_over(timestamp: int) -> int:
    """Every night, let go of the times of days gone by: nothing can collide with them any more. Gives how many.

    What was booked stays; only the constraints against double booking grow no larger with the years.
    """
    today = day_bounds(local_day(clock.now()))[0]
    return Occupancy.objects.filter(during__endswith__lte=today).delete()[0]
