"""All addresses: the API, accounts, the admin, and the web app for everything else.

Upper layers hang their own `urls.py` in through `API`, so that nothing here imports them.
"""

from django.apps import apps
from django.contrib import admin
from django.urls import include, path, re_path
from django.utils.module_loading import module_has_submodule

from community.embedding.views import framed
from community.http import web_app

API = [
    path("", include(f"{app.name}.urls"))
    for app in apps.get_app_configs()
    if app.name.startswith(("community.", "chat", "board")) and module_has_submodule(app.module, "urls")
]

urlpatterns = [
    path("api/v1/", include(API)),
    path("_allauth/", include("allauth.headless.urls")),
    path("admin/", admin.site.urls),
    re_path(r"^embed/c/(?P<slug>[-\w]+)(?:/.*)?$", framed),
    re_path(r"^(?!api/|_allauth/|admin/|static/|ws/|assets/).*$", web_app),
]
