"""The addresses of the reading room."""

from django.urls import path

from education.feed import Latest
from education.views import reading

app_name = "education"

urlpatterns = [
    path("articles/", reading.article_list, name="article_list"),
    path("articles/<slug:slug>/", reading.article_detail, name="article_detail"),
    path("topics/<slug:slug>/", reading.topic_detail, name="topic_detail"),
    path("studies/<slug:slug>/", reading.study_detail, name="study_detail"),
    path("feed/", Latest(), name="feed"),
]
