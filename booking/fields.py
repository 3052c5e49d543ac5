"""JSON that the database cannot read."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.views.decorators.debug import sensitive_variables

STEP = 1024  # bytes: lengths are rounded up to it, so that they tell little
FEWEST_BYTES = 16  # different ones in 32 that chance made
HINT = "`python -m clinic.env key` makes one."


class SealError(Exception):
    """What is stored cannot be given out."""


class WrongKey(SealError):
    """None of FIELD_KEYS opens what is stored, or it has been tampered with."""


class WrongRow(SealError):
    """What is stored was sealed for another row."""


class Sealed:
    """What the database holds, closed; it shows itself to nobody."""

    __slots__ = ("_token",)

    def __init__(self, token: str) -> None:
        self._token = token

    def __repr__(self) -> str:
        return "<Sealed>"

    def token(self) -> str:
        return self._token


@sensitive_variables()
def seal(value: Any, row: str) -> Sealed:
    """Encrypt a JSON value for the row of that random id."""
    plain = json.dumps({"row": row, "value": value}, allow_nan=False)
    padded = plain.ljust(-len(plain) % STEP + len(plain))
    return Sealed(_box().encrypt(padded.encode()).decode())


@sensitive_variables()
def unseal(sealed: Sealed, row: str, where: str) -> Any:
    """The JSON value, if it was sealed for this row; `where` names it in errors."""
    try:
        plain = _box().decrypt(sealed.token().encode())
    except InvalidToken:
        raise WrongKey(f"No key opens {where}.") from None
    content = json.loads(plain)
    if content["row"] != row:
        raise WrongRow(f"What is stored in {where} belongs to another row.")
    return content["value"]


def under_first_key(sealed: Sealed) -> bool:
    """Whether the first of FIELD_KEYS sealed it; a token does not name its key."""
    return _opens(settings.FIELD_KEYS[0], sealed)


@sensitive_variables()
def sealed_anew(sealed: Sealed, where: str) -> Sealed:
    """The same content, for the same row, under the first of FIELD_KEYS."""
    try:
        return Sealed(_box().rotate(sealed.token().encode()).decode())
    except InvalidToken:
        raise WrongKey(f"No key opens {where}.") from None


@sensitive_variables()
def key_opening(sealed: Sealed) -> str | None:
    """The name of the key that opens it; None where none of FIELD_KEYS does."""
    opening = (key for key in settings.FIELD_KEYS if _opens(key, sealed))
    return next((key_name(key) for key in opening), None)


@sensitive_variables()
def key_name(key: str) -> str:
    """What a key is called where people read: it tells keys apart and opens nothing."""
    return sha256(f"name of {key}".encode()).hexdigest()[:8]


@sensitive_variables()
def _opens(key: str, sealed: Sealed) -> bool:
    try:
        _box_of((key,)).decrypt(sealed.token().encode())
    except InvalidToken:
        return False
    return True


def _box() -> MultiFernet:
    return _box_of(tuple(settings.FIELD_KEYS))


@lru_cache(maxsize=16)
def _box_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


class SealedAttribute(DeferredAttribute):
    """Opens what is stored when it is first looked at, so lists open nothing."""

    field: "EncryptedJSONField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        held = super().__get__(instance, cls)
        if isinstance(held, Sealed):
            held = self.field.open(instance, held)
            instance.__dict__[self.field.attname] = held
        return held

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value
        if isinstance(value, Sealed):
            self.field.remember(instance, value)


class EncryptedJSONField(models.Field):  # type: ignore[type-arg]
    """A JSON value, encrypted with the first of FIELD_KEYS and bound to its row.

    `bound_to` names a field with a random value, one per row and never changed: it is
    kept inside what is encrypted, so the content of one row cannot be put into another.
    Saved through its row only; a value that has not changed keeps its stored text.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, bound_to: str, **kwargs: Any) -> None:
        self.bound_to = bound_to
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "bound_to": self.bound_to}

    def get_internal_type(self) -> str:
        return "TextField"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_bound_to()]

    def _check_bound_to(self) -> list[checks.CheckMessage]:
        try:
            self.model._meta.get_field(self.bound_to)
        except FieldDoesNotExist:
            text = f"'bound_to' names no field of the model: {self.bound_to!r}."
            return [checks.Error(text, obj=self, id="booking.E003")]
        return []

    def from_db_value(self, value: str | None, *_args: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        held = model_instance.__dict__.get(self.attname)
        if held is None or isinstance(held, Sealed):
            return held
        before: Sealed | None = model_instance.__dict__.get(self._memory)
        if before is not None and self._holds(model_instance, before, held):
            return before
        sealed = seal(held, self._row_of(model_instance))
        self.remember(model_instance, sealed)
        return sealed

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise FieldError(f"{self} is written by saving its row.")
        return value.token()

    def get_lookup(self, lookup_name: str) -> Any:
        """Nothing but `isnull`; Django makes a FieldError of the None."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError(f"{self} is not exported.")

    def open(self, instance: models.Model, sealed: Sealed) -> Any:
        where = f"{self.name} of {instance._meta.label} {instance.pk}"
        return unseal(sealed, self._row_of(instance), where)

    def remember(self, instance: models.Model, sealed: Sealed) -> None:
        """Keep what is stored, to store the very same while nothing has changed."""
        instance.__dict__[self._memory] = sealed

    @property
    def _memory(self) -> str:
        return f"_{self.attname}_sealed"

    @sensitive_variables()
    def _holds(self, instance: models.Model, sealed: Sealed, value: Any) -> bool:
        try:
            before = self.open(instance, sealed)
        except SealError:
            return False
        return json.dumps(before) == json.dumps(value)  # to Python, 1 is True

    def _row_of(self, instance: models.Model) -> str:
        bound: Any = instance._meta.get_field(self.bound_to)
        row = bound.to_python(getattr(instance, bound.attname))
        if not row:
            raise ValueError(f"{self} needs {self.bound_to} to be set.")
        return str(row)


@checks.register(checks.Tags.security)
def check_field_keys(**_kwargs: Any) -> list[checks.CheckMessage]:
    """FIELD_KEYS are there, and each is a key nobody knows; said before any read."""
    keys = getattr(settings, "FIELD_KEYS", None)
    if not keys:
        text = "FIELD_KEYS is empty: health answers could not be encrypted."
        return [checks.Error(text, id="booking.E001")]
    faults = ((place, _fault_of(key)) for place, key in enumerate(keys, start=1))
    return [
        checks.Error(f"Key {place} of FIELD_KEYS {fault}", hint=HINT, id=code)
        for place, (fault, code) in faults
        if fault
    ]


def _fault_of(key: str) -> tuple[str, str]:
    """What is wrong with it, and the check's name; nothing of the key itself."""
    try:
        Fernet(key)
    except (TypeError, ValueError):
        return "is not a Fernet key.", "booking.E002"
    if _is_made_up(urlsafe_b64decode(key)):
        return "was made up, or is one of a test.", "booking.E006"
    return "", ""


def _is_made_up(raw: bytes) -> bool:
    """Whether chance did not make it: words, or few different bytes."""
    return all(32 <= byte < 127 for byte in raw) or len(set(raw)) < FEWEST_BYTES
