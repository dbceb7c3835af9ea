"""What goes over the wire: at the door, before those who decide there, and inside."""

from community.joining.shapes import doors, hosts, inside

__all__ = ["doors", "hosts", "inside"]
