"""The WSGI application gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

application = get_wsgi_application()

from clinic.keys import refuse_unsafe_keys  # noqa: E402  it needs the apps

refuse_unsafe_keys()
