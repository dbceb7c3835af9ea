"""Keys in the addresses of files, for pages whose pictures carry neither a cookie nor a header: frames."""

from django.core import signing

from community.members.models import User

SECONDS = 12 * 3600  # as long as the session of a frame lasts
_SALT = "files"


def key_of(user: User) -> str:
    """A key with which files can be read as this account, and nothing else be done."""
    return signing.dumps(user.pk, salt=_SALT)


def holder(key: str) -> User | None:
    try:
        pk = signing.loads(key, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()
