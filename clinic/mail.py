"""Mail into files, for a clinic without a mail server yet."""

import uuid
from pathlib import Path

from django.core.mail.backends import filebased


class EmailBackend(filebased.EmailBackend):
    """Django's, with a name no second mail of the same second can have too."""

    def _get_filename(self) -> str:
        name: str = super()._get_filename()  # type: ignore[misc]
        if not hasattr(self, "_own"):
            path = Path(name)
            self._own = str(path.with_name(f"{path.stem}-{uuid.uuid4().hex[:8]}.log"))
        return self._own
