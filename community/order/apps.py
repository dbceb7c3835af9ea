from django.apps import AppConfig


class OrderConfig(AppConfig):
    name = "community.order"
    label = "order"
    verbose_name = "Order"
