#!/usr/bin/env python
"""Django's commands. Starts our own PostgreSQL and Redis for the time of a command unless others are named."""

import os
import sys

from community.launch import services
from community.launch.refusal import Refusal


def main() -> None:
    """Run the command in the arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        raise SystemExit("Django is missing: run `make setup`, then `.venv/bin/python manage.py`.") from None
    try:
        with services.for_command(sys.argv):
            execute_from_command_line(sys.argv)
    except Refusal as refusal:
        raise SystemExit(str(refusal)) from None


if __name__ == "__main__":
    main()
