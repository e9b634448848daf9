"""Serving the chat page from this machine alone: the port, the web application and what its browser may load."""

import errno
import os
import re
import socket
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import LepError, SettingsError
from assistant.page_library import Shelf, news
from assistant.page_text import Labels, preferred_language

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The browser itself then refuses whatever a component, a theme or a hostile document might want from outside.
# Gradio's own page needs inline scripts and styles, and compiles its HTML templates.
CONTENT_POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'"
)
STYLES = ("page.css", "page_library.css")
SCRIPTS = ("page.js", "page_library.js")
# What Gradio's page says of itself to social networks: addresses on the web that this page has no use for.
ADVERTISEMENTS = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')


def open_port(host: str, port: int) -> socket.socket:
    """Take the port that the page is to be served at, so that a taken one is known before anything is loaded.

    Args:
        host: Address of this machine to listen at.
        port: The port; 0 takes any free one.

    Raises:
        SettingsError: The port is taken or not allowed, or the address is not one of this machine.
    """
    listener = None
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        if os.name == "posix":  # Elsewhere it would let two programs take one port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        if listener:
            listener.close()
        reason = error.strerror or str(error)
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise SettingsError(
                f"The page cannot be served at {host!r} ({reason}). "
                "Give an address of this machine with --host or LEP_HOST."
            ) from error
        raise SettingsError(
            f"The page cannot be served at port {port} of {host} ({reason}). Stop the program that uses the port, "
            "or choose another with --port or LEP_PORT (0 takes any free one)."
        ) from error
    return listener


def web_application(blocks: "gr.Blocks", title: str, shelf: Shelf, words: Mapping[str, Labels]) -> "FastAPI":
    """Wrap the page's components into a web application that loads nothing from outside.

    Args:
        blocks: The page.
        title: Title of the browser's window.
        shelf: The library, which the page's script asks for at ``/library``.
        words: Labels of the languages that the page speaks, by ISO 639-1 code.
    """
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.responses import FileResponse, JSONResponse, Response

    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    folder = Path(__file__).parent

    def own_file(name: str, media_type: str) -> None:
        application.get(f"/{name}")(lambda: FileResponse(folder / name, media_type=media_type))

    for name in STYLES:
        own_file(name, "text/css")
    for name in SCRIPTS:
        own_file(name, "text/javascript")

    @application.get("/library")
    def library(language: str = "en", seen: str = "") -> Response:
        try:
            changed = news(shelf, words.get(language, words["en"]), seen)
        except LepError as error:
            return JSONResponse({"detail": str(error)}, status_code=503)
        return Response(status_code=204) if changed is None else JSONResponse(changed)

    gr.mount_gradio_app(
        application,
        blocks,
        path="/",
        theme=gr.themes.Base(font=["sans-serif"], font_mono=["monospace"]),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
    )

    application.add_middleware(KeepInside, title=title, languages=list(words))
    return application


class KeepInside:
    """ASGI middleware: gives the page its own head, and every response the policy that keeps a browser inside."""

    def __init__(self, app: "ASGIApp", title: str, languages: list[str]) -> None:
        self.app = app
        self.title = title
        self.languages = languages

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on, and its response back."""
        from starlette.datastructures import Headers, MutableHeaders

        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_page = scope["path"] == "/" and scope["method"] == "GET"
        language = preferred_language(Headers(scope=scope).get("accept-language", ""), self.languages)
        if is_page:
            # Gradio would compress the page, and it has to be read here.
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        start: Message = {}
        body = b""

        async def pass_back(message: "Message") -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = CONTENT_POLICY
                headers["Referrer-Policy"] = "no-referrer"
                start = message
                if not is_page:
                    await send(message)
            elif is_page and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body"):
                    page = _own_head(body.decode(), self.title, language).encode()
                    MutableHeaders(scope=start)["Content-Length"] = str(len(page))
                    await send(start)
                    await send({"type": "http.response.body", "body": page})
            else:
                await send(message)

        await self.app(scope, receive, pass_back)


def _own_head(page: str, title: str, language: str) -> str:
    """Put the page's own title, language, style and script in place of Gradio's advertisements."""
    head = (
        f"<title>{escape(title)}</title>"
        + "".join(f'<link rel="stylesheet" href="./{name}" />' for name in STYLES)
        + "".join(f'<script src="./{name}" defer></script>' for name in SCRIPTS)
        + "</head>"
    )
    page = ADVERTISEMENTS.sub("", page).replace('lang="en"', f'lang="{language}"', 1)
    return page.replace("</head>", head, 1)


def serve(
    application: "FastAPI",
    listener: socket.socket,
    on_serving: Callable[[], None],
    give_stop: Callable[[Callable[[], None]], None] = lambda stop: None,
) -> None:
    """Serve until the process is interrupted, or until it is told to stop.

    Args:
        application: The web application.
        listener: The port, as `open_port` took it.
        on_serving: Called once, when the page can be opened.
        give_stop: Given, before anything is served, the function by which another thread ends the serving.
    """
    import asyncio
    import contextlib

    import uvicorn

    server = uvicorn.Server(uvicorn.Config(application, log_level="warning", timeout_graceful_shutdown=1))

    def stop() -> None:
        server.should_exit = True

    give_stop(stop)

    async def run() -> None:
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.02)
        if server.started:
            on_serving()
        await serving

    # uvicorn shuts down on Ctrl-C and then raises the interrupt again; the page has ended as it was asked to.
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())
