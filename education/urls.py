"""The addresses of the reading room."""

from django.urls import path

from education.feed import feed
from education.views import card, previewing, reading, replying

app_name = "education"

urlpatterns = [
    path("articles/", reading.article_list, name="article_list"),
    path(
        "articles/preview/<str:token>/",
        previewing.article_preview,
        name="article_preview",
    ),
    path("articles/<slug:slug>/", reading.article_detail, name="article_detail"),
    path("articles/<slug:slug>/reply/", replying.article_reply, name="article_reply"),
    path(
        "articles/<slug:slug>/reply/thanks/",
        replying.article_replied,
        name="article_replied",
    ),
    path("topics/<slug:slug>/", reading.topic_detail, name="topic_detail"),
    path("studies/<slug:slug>/", reading.study_detail, name="study_detail"),
    path("wind-down/", card.wind_down, name="wind_down"),
    path("feed/", feed, name="feed"),
]
