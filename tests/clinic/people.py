"""People who try to sign in: who they are, and what they type."""

from tests.factories import make_user

LOGIN = "/accounts/login/"
PASSWORD = "a-pass-word"  # of tests.factories.make_user


def tried(client, email, password=PASSWORD, *, then="", **extra):
    """The answer to somebody who tries to sign in."""
    data = {"login": email, "password": password, "next": then}
    return client.post(LOGIN, data, **extra)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def unknown():
    return "nobody@fernlight.example", PASSWORD


def wrong():
    return make_user().email, "another-pass-word"


def inactive():
    return make_user(is_active=False).email, PASSWORD


def of_a_demo():
    return make_user(is_demo=True).email, PASSWORD


def without_a_password():
    user = make_user()
    user.set_unusable_password()
    user.save()
    return user.email, PASSWORD
