"""Serves a folder on a port of this machine: `serve.py FOLDER`, prints the port. The headers let a page share memory with
its workers. `wait` is answered once somebody has asked for `done`, or a minute has passed."""

import functools
import http.server
import sys
import threading

DONE = threading.Event()


class Handler(http.server.SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def do_GET(self):
        if self.path == "/done":
            DONE.set()
        elif self.path == "/wait":
            DONE.wait(60)
        elif self.path != "/favicon.ico":
            return super().do_GET()
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


handler = functools.partial(Handler, directory=sys.argv[1])
with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
    print(server.server_port, flush=True)
    server.serve_forever()
