"""The chat page's composition root: settings → library → assistant → page, wired by hand."""

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import LepError
from assistant.settings import Settings, load_settings


def chat(
    data: Annotated[Path | None, typer.Option(help="Folder that holds the library [LEP_DATA_DIR].")] = None,
    port: Annotated[int | None, typer.Option(help="Port of the page; 0 takes any free one [LEP_PORT].")] = None,
    host: Annotated[str | None, typer.Option(help="Address that the page is served at [LEP_HOST].")] = None,
) -> None:
    """Serve the chat page on this machine until Ctrl-C is pressed."""
    try:
        serve_page(load_settings(data_dir=data, port=port, host=host))
    except LepError as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def serve_page(settings: Settings) -> None:
    """Put the parts together and serve the page until the process is interrupted.

    Raises:
        LepError: A setting, the library or the port cannot be used.
    """
    # Gradio reads this when it is imported; without it, it would report its use and look for a newer version.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

    from assistant.folder import ingest_command
    from assistant.page import build_page
    from assistant.page_desk import Desk
    from assistant.page_server import open_port, serve, web_application
    from assistant.page_text import all_labels, read_opening

    opening = read_opening(settings.facets_file)
    with open_port(settings.host, settings.port) as listener, closing(Desk(settings)) as desk:
        words = all_labels(opening.facets)
        command = f"{ingest_command(settings.data_dir)} path/to/report.pdf"
        page = build_page(desk, desk, opening, words, command, desk)

        def on_serving() -> None:
            from rich.console import Console

            host = f"[{settings.host}]" if ":" in settings.host else settings.host
            address = f"http://{host}:{listener.getsockname()[1]}"
            Console().print(f"The page is at {address}  (stop with Ctrl-C)", markup=False, soft_wrap=True)
            # Only now: loading the models would hold the page back.
            desk.warm_up()

        serve(web_application(page, opening.title, desk, words), listener, on_serving)


def main() -> None:
    """Entry point of ``lep-chat`` and ``python app.py``."""
    typer.run(chat)


if __name__ == "__main__":
    main()
