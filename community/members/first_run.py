"""The first-run page: an empty site gets its owner and its community, once."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from community.errors import Conflict, InvalidInput
from community.members import communities
from community.members.models import Community, User
from community.members.shapes import SetUp

# Any constant will do: it makes two first runs at the same moment wait for each other.
_LOCK = 0x0B0


def needed() -> bool:
    return not Community.objects.exists()


@transaction.atomic
def set_up(wanted: SetUp) -> User:
    """Make the owner, who also runs the admin, and the community; the owner.

    Raises:
        Conflict: `setup.done` once there is a community.
        InvalidInput: `input.invalid` for a weak password or a taken name.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if not needed():
        raise Conflict("setup.done", "This site has been set up already.")
    owner = _owner(wanted)
    communities.found(owner, **_described(wanted))
    return owner


def _owner(wanted: SetUp) -> User:
    user = User(username=wanted.username, display_name=wanted.display_name, locale=wanted.locale)
    user.is_staff = user.is_superuser = True
    try:
        user.full_clean(exclude=["password"])
        validate_password(wanted.password, user)
    except ValidationError as error:
        fields = error.message_dict if hasattr(error, "error_dict") else {"password": error.messages}
        reasons = {name: str(reason[0]) for name, reason in fields.items()}
        raise InvalidInput("input.invalid", "The account cannot be made like this.", fields=reasons) from None
    user.set_password(wanted.password)
    user.save()
    return user


def _described(wanted: SetUp) -> dict[str, object]:
    return wanted.model_dump(include={"name", "slug", "purpose", "audience", "slogan", "rules", "locale"})
