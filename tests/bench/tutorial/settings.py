"""Settings of the yardstick: the same PostgreSQL, the same Redis and the same server as Oxbow in the same run."""

from community import env

SECRET_KEY = "a yardstick has no secrets"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["daphne", "channels", "tests.bench.tutorial"]
ASGI_APPLICATION = "tests.bench.tutorial.asgi.application"
DATABASES = {"default": env.postgres(env.text("DATABASE_URL")) | {"CONN_MAX_AGE": None}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [env.redis(env.text("REDIS_URL"), 4)], "prefix": "tutorial"},
    }
}
