"""The live process: one small asynchronous server that tells browsers when what they look at has changed.

It listens to PostgreSQL and passes on topics, ids only, as server-sent events. It keeps nothing: when it dies, pages
ask again by themselves until it is back.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import uvicorn
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import close_old_connections

from config.database import connection, databases
from upton.accounts.models import Account
from upton.accounts.sessions import SessionStore
from upton.desk.access import may_follow
from upton.foundation.actors import actor_behind
from upton.foundation.devices import COOKIE, device_behind
from upton.foundation.live import CHANNEL

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Keys = tuple[str, str]
"""What shows who listens: the key of a session, and the cookie of a device of a site."""

BEAT = 15.0
"""Seconds between signs of life, so that proxies keep the line open."""
TRUST = 60.0
"""Seconds after which a listener's session and rights are looked at again: a leaver hears nothing more."""
MOST_TOPICS = 20
MOST_LISTENERS = 5_000
LONGEST_WAIT = 2.0
"""Seconds between two tries to reach a database that is away: as long as that, pages hear of nothing."""
EVERYTHING = "*"


class Hub:
    """Passes topics from the database to everybody who follows them."""

    def __init__(self) -> None:
        self.listeners: dict[asyncio.Queue[str], frozenset[str]] = {}
        self.listening = False

    @contextlib.contextmanager
    def following(self, topics: frozenset[str]) -> Any:
        """A queue of the topics that move, for as long as somebody follows."""
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=100)
        self.listeners[queue] = topics
        try:
            yield queue
        finally:
            del self.listeners[queue]

    def tell(self, topic: str) -> None:
        """Pass a topic on; a listener too slow to take it loses nothing, for it asks for the whole page anyway."""
        for queue, topics in list(self.listeners.items()):
            if (topic == EVERYTHING or topic in topics) and not queue.full():
                queue.put_nowait(topic)

    async def listen(self) -> None:
        """Listen to the database for ever; after every break tell everybody, for a word may have been lost."""
        wait = 0.5
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **connection(databases(os.environ)), autocommit=True
                ) as line:
                    await line.execute(f"listen {CHANNEL}")
                    self.listening, wait = True, 0.5
                    self.tell(EVERYTHING)
                    async for notice in line.notifies():
                        self.tell(notice.payload)
            except psycopg.Error:
                pass
            self.listening = False
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)


hub = Hub()


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application: `/live/?topics=…` as a stream, `/live/health` for those who watch over it."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"].endswith("/health"):
            await _answer(send, 200 if hub.listening else 503, b"listening" if hub.listening else b"no database")
        else:
            await _stream(scope, receive, send, headers)


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    task = asyncio.create_task(hub.listen())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    task.cancel()
    await send({"type": "lifespan.shutdown.complete"})


async def _stream(scope: Scope, receive: Receive, send: Send, headers: dict[str, str]) -> None:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("topics", [""])[0].split(",")[:MOST_TOPICS]
    key = (_cookie(headers, settings.SESSION_COOKIE_NAME), _cookie(headers, COOKIE))
    topics = await _allowed(key, asked)
    if not topics or len(hub.listeners) >= MOST_LISTENERS:
        # 204 tells a browser not to try again by itself; the page then asks every ten seconds.
        await _answer(send, 204, b"", _cors(headers))
        return
    start = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
    await send({"type": "http.response.start", "status": 200, "headers": [*start, *_cors(headers)]})
    gone = asyncio.create_task(_gone(receive))
    with hub.following(topics) as queue:
        async for event in _events(queue, key, asked, gone):
            await send({"type": "http.response.body", "body": event, "more_body": True})
    gone.cancel()
    await send({"type": "http.response.body", "body": b""})


async def _events(
    queue: asyncio.Queue[str], key: Keys, asked: list[str], gone: asyncio.Task[None]
) -> AsyncIterator[bytes]:
    yield b": listening\n\n"
    loop = asyncio.get_running_loop()
    trusted = loop.time()
    while not gone.done():
        told = asyncio.ensure_future(queue.get())
        await asyncio.wait({told, gone}, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
        if told.done():
            yield f"data: {json.dumps(told.result())}\n\n".encode()
        else:
            told.cancel()
            yield b": still here\n\n"
        if loop.time() - trusted > TRUST:
            if not await _allowed(key, asked):
                return
            trusted = loop.time()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _cookie(headers: dict[str, str], name: str) -> str:
    cookie = SimpleCookie(headers.get("cookie", "")).get(name)
    return cookie.value if cookie else ""


@sync_to_async(thread_sensitive=False)
def _allowed(keys: Keys, asked: list[str]) -> frozenset[str]:
    """Those of the asked topics that whoever listens may follow, on a connection of its own."""
    close_old_connections()
    try:
        return topics_of(keys, asked)
    finally:
        close_old_connections()


def topics_of(keys: Keys, asked: list[str]) -> frozenset[str]:
    """Those of the asked topics that the person behind the session may follow, or the device of a site.

    None when the session has ended and the device is out of use.
    """
    session, cookie = keys
    account_id = SessionStore(session).load().get(SESSION_KEY) if session else None
    usable = Account.objects.filter(closed_at=None, password_is_temporary=False)
    account = usable.filter(pk=account_id).first() if account_id else None
    actor = actor_behind(account.kind, account.pk) if account else None
    device = device_behind(cookie)
    return frozenset(
        topic
        for topic in asked
        if (actor and may_follow(actor, topic)) or (device is not None and device.may_follow(topic))
    )


def _cors(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Let the pages of this very host listen from their own port, and nobody else."""
    origin, host = headers.get("origin", ""), headers.get("host", "")
    if origin and urlsplit(origin).hostname == urlsplit(f"//{host}").hostname:
        return [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"vary", b"Origin"),
        ]
    return []


async def _answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers or []})
    await send({"type": "http.response.body", "body": body})


def serve() -> None:
    """Serve until stopped, on UPTON_LIVE_HOST and UPTON_LIVE_PORT."""
    host = os.environ.get("UPTON_LIVE_HOST", "127.0.0.1")
    port = int(os.environ.get("UPTON_LIVE_PORT") or "8001")
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
