from django.urls import path

from clinic.urls import urlpatterns as site
from tests.bench import floor

urlpatterns = [
    path("floor/three-queries/", floor.three_queries),
    path("floor/one-row/", floor.one_row),
    *site,
]
