"""`python -m community.launch VERB`: what the Makefile calls."""

import argparse
import os
import signal
import sys
from pathlib import Path

from community.launch import disk, environment, services, verbs
from community.launch.progress import say
from community.launch.refusal import Refusal

VERBS = {
    verb.__name__: verb
    for verb in (
        *(verbs.setup, verbs.run, verbs.build, verbs.test, verbs.matrix, verbs.screenshots),
        *(verbs.bench, verbs.bench_stream, verbs.bench_web, verbs.bench_relief, verbs.faults),
    )
}
INTERRUPTED = 130


def main() -> int:
    """Do what the arguments ask; the exit code."""
    arguments, rest = _arguments()
    _stop_on_signals()
    try:
        if arguments.verb == "keep":
            services.keep(arguments.server, arguments.data, arguments.fsync)
        else:
            sys.argv[1:] = rest  # for the program that a verb hands over to
            VERBS[arguments.verb]()
    except Refusal as refusal:
        say("\n".join(filter(None, (refusal.said, str(refusal)))))
        return 1
    except OSError as error:
        say(_told(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return INTERRUPTED
    return 0


def _arguments() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="python -m community.launch", description=__doc__)
    verb = parser.add_subparsers(dest="verb", required=True)
    for name, function in VERBS.items():
        verb.add_parser(name, help=function.__doc__)
    keep = verb.add_parser("keep", help="Keep one server alive while anybody uses it.")
    keep.add_argument("server", choices=[server.name for server in services.SERVERS])
    keep.add_argument("--data", type=Path, required=True)
    keep.add_argument("--no-fsync", dest="fsync", action="store_false")
    return parser.parse_known_args()


def _stop_on_signals() -> None:
    """End through every `finally` when asked to; a hang-up that nohup made harmless stays harmless."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)


def _leave(number: int, frame: object) -> None:
    sys.exit(128 + number)


def _told(error: OSError) -> str:
    """An error of the machine in one sentence."""
    if disk.is_full(error):
        return str(disk.full(Path(error.filename or environment.data_dir())))
    if isinstance(error, PermissionError):
        return f"No permission for {error.filename or 'that'}: run as the user who owns it."
    return f"{os.strerror(error.errno or 0)}: {error.filename or error}."


if __name__ == "__main__":
    sys.exit(main())
