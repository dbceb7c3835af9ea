from django.apps import AppConfig


class EmbeddingConfig(AppConfig):
    name = "community.embedding"
    label = "embedding"
