"""A server on this machine that speaks the protocol of OpenAI's chat completions and says what it was prepared to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, str]
"""Status, and the words of the model (an error's message where the status is none of success)."""


@contextmanager
def chat_server(reply: Callable[[str], Reply], *, usage: bool = True) -> Iterator[str]:
    """Serve replies to prompts; yields the base address. Each call reads 100 tokens and writes 10."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, words = reply("\n".join(str(message["content"]) for message in asked["messages"]))
            body: dict[str, Any] = {"error": {"message": words, "type": "invalid_request_error"}}
            if status == 200:
                body = {
                    "id": "1", "object": "chat.completion", "created": 1, "model": asked["model"],
                    "choices": [
                        {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": words}}
                    ],
                }  # fmt: skip
                if usage:
                    body["usage"] = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
