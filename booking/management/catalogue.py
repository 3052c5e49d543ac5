"""The starting catalogue, loaded where a treatment is not there yet."""

import json
from pathlib import Path
from typing import Any

from booking.models import Treatment

DATA = Path(__file__).resolve().parent.parent / "data"


def read(name: str) -> Any:
    """A file of booking/data/."""
    return json.loads((DATA / name).read_text())


def house_texts() -> dict[str, str]:
    """What the clinic says for every treatment, one point on each line."""
    catalogue = read("treatments.json")
    return {
        "house_rules": "\n".join(catalogue["house_rules"]),
        "preparation": "\n".join(catalogue["for_all"]["preparation"]),
        "aftercare": "\n".join(catalogue["for_all"]["aftercare"]),
    }


def load_treatments() -> list[Treatment]:
    """Every treatment of the starting catalogue; one that is there stays as it is."""
    return [
        Treatment.objects.get_or_create(
            slug=entry["slug"], defaults=_fields(entry) | {"position": position}
        )[0]
        for position, entry in enumerate(read("treatments.json")["treatments"])
    ]


def _fields(entry: dict[str, Any]) -> dict[str, Any]:
    bedtime = {f"bedtime_{key}": value for key, value in entry["bedtime"].items()}
    same = ("name", "tagline", "summary", "minutes", "buffer_minutes", "pressure")
    lists = ("areas", "methods", "needs", "scents", "agree_in_room")
    return {
        **{key: entry[key] for key in (*same, *lists, "evidence")},
        **bedtime,
        "price_cents": entry["price_example"] * 100,
        "preparation": "\n".join(entry["preparation"]),
        "aftercare": "\n".join(entry["aftercare"]),
    }
