"""All addresses: the API, accounts, the admin, and the web app for everything else.

Upper layers hang their own `urls.py` in through `API`, so that nothing here imports them.
"""

from django.apps import apps
from django.contrib import admin
from django.urls import include, path, re_path
from django.utils.module_loading import import_string, module_has_submodule

from community.addresses import branched
from community.embedding.views import framed
from community.http import web_app
from community.second_factor import pages as second_factor

API = [
    pattern
    for app in apps.get_app_configs()
    if app.name.startswith(("community.", "chat", "board")) and module_has_submodule(app.module, "urls")
    for pattern in import_string(f"{app.name}.urls.urlpatterns")
]

urlpatterns = [
    path("api/v1/", include(branched(API))),
    path("_allauth/", include("allauth.headless.urls")),
    path("admin/second-factor/", second_factor.ask, name="second_factor"),
    path("admin/second-factor/again/", second_factor.again, name="second_factor_again"),
    path("admin/", admin.site.urls),
    re_path(r"^embed/c/(?P<slug>[-\w]+)(?:/.*)?$", framed),
    re_path(r"^(?!api/|_allauth/|admin/|static/|ws/|assets/).*$", web_app),
]
