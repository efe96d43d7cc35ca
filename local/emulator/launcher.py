"""Starts MiniStack, with named corrections, for the front in local/aws.

Usage: python launcher.py --port PORT --lock FILE [--without CORRECTION ...] [--exit-with-stdin]
       python launcher.py --list

Prints "ready" on standard output once it listens on 127.0.0.1:PORT. The environment says the rest (MiniStack reads it when
it is imported): GATEWAY_PORT is the port that appears in the URLs it hands out, which is the front's and not PORT.
"""

import argparse
import asyncio
import fcntl
import os
import signal
import sys
import threading

import authorize
import corrections
import corrections_certificates  # noqa: F401 - registers its own
import corrections_china  # noqa: F401 - registers its own
import corrections_ecs  # noqa: F401 - registers its own
import corrections_gateway  # noqa: F401 - registers its own
import corrections_simulator  # noqa: F401 - registers its own; simulated-resources stands on it
import corrections_iam  # noqa: F401 - registers its own
import corrections_kms  # noqa: F401 - registers its own
import corrections_lambda  # noqa: F401 - registers its own
import corrections_metrics  # noqa: F401 - registers its own
import corrections_s3  # noqa: F401 - registers its own
import corrections_s3_requests  # noqa: F401 - registers its own
import corrections_services  # noqa: F401 - registers its own
import corrections_secrets  # noqa: F401 - registers its own
import gateway
import resources

ENDPOINTS = {resources.PATH: resources.answer_to, gateway.PATH: gateway.answer_to, authorize.PATH: authorize.answer_to}


def parse_arguments():
    parser = argparse.ArgumentParser(description="Starts MiniStack with corrections.")
    parser.add_argument("--port", type=int, help="internal port on 127.0.0.1")
    parser.add_argument("--lock", help="file that is locked while this process uses the state directory")
    parser.add_argument("--without", action="append", default=[], choices=sorted(corrections.ALL), metavar="CORRECTION")
    parser.add_argument("--exit-with-stdin", action="store_true", help="stop when standard input closes")
    parser.add_argument("--list", action="store_true", help="name the corrections and exit")
    return parser.parse_args()


def hold_lock(path):
    """Waits until no other process uses the state: one whose parent was killed may still be saving it."""
    handle = open(path, "w", encoding="utf-8")
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def watch_parent(stop):
    """The parent holds the other end of standard input; the system closes it however the parent ends, also by SIGKILL."""

    def wait():
        while os.read(0, 4096):
            pass
        stop()

    threading.Thread(target=wait, daemon=True, name="parent-watch").start()


async def serve(port, exit_with_stdin):
    from hypercorn.asyncio import serve as hypercorn_serve
    from hypercorn.config import Config
    from ministack import app as ministack_app

    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    if exit_with_stdin:
        watch_parent(lambda: loop.call_soon_threadsafe(stopping.set))

    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.keep_alive_timeout = 75
    config.loglevel = "WARNING"
    # A client that keeps a connection or a function that hangs must not hold up the end.
    config.graceful_timeout = 1
    config.shutdown_timeout = 20

    app = resources.wrapped(resources.with_endpoints(ministack_app.app, ENDPOINTS))

    async def announcing(scope, receive, send):
        async def telling(message):
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                loop.create_task(announce(port))

        await app(scope, receive, telling if scope["type"] == "lifespan" else send)

    async def stopped():
        await stopping.wait()
        # An invocation can't be cancelled: the server would wait for a hanging function for as long as that may run.
        await loop.run_in_executor(None, corrections.end_functions)

    await hypercorn_serve(announcing, config, shutdown_trigger=stopped)


async def announce(port):
    """Says "ready" once connections are accepted: the server binds only after the application's start-up."""
    for _ in range(500):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            break
        except OSError:
            await asyncio.sleep(0.01)
    print("ready", flush=True)


def main():
    arguments = parse_arguments()
    if arguments.list:
        for name, apply in sorted(corrections.ALL.items()):
            print(f"{name}: {' '.join((apply.__doc__ or '').split())}")
        return
    held = hold_lock(arguments.lock) if arguments.lock else None
    for name, apply in corrections.ALL.items():
        if name not in arguments.without:
            apply()
    gateway.remember_attachments()
    # Not asyncio.run: it ends by waiting for all worker threads, also those that wait for a function.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(serve(arguments.port, arguments.exit_with_stdin))
    corrections.end_functions()
    if held:
        held.close()
    sys.stdout.flush()
    # The interpreter would wait for those threads, too.
    os._exit(0)


if __name__ == "__main__":
    main()
