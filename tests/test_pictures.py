"""Uploads are made anew: only what they show is kept."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from clinic.pictures import LONGEST_SIDE, MOST_BYTES, made_anew, store

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def upload(picture, form="JPEG", **options):
    out = BytesIO()
    picture.save(out, form, **options)
    out.seek(0)
    return out


def exif(**tags):
    data = Image.Exif()
    data[MAKER] = "Camera of Hannah Whitlock"
    data.get_ifd(GPS)[1] = "N"
    data[ORIENTATION] = tags.get("orientation", 1)
    return data


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_the_camera_wrote_is_gone(form):
    taken = upload(Image.new("RGB", (60, 40), "teal"), form, exif=exif())

    made = made_anew(taken)

    picture = Image.open(made)
    assert b"Hannah Whitlock" in taken.getvalue()
    assert b"Hannah Whitlock" not in made.open().read()
    assert picture.format == "WEBP"
    assert not picture.getexif()


def test_a_picture_taken_sideways_is_turned():
    """Orientation 6: the camera lay on its side."""
    taken = upload(Image.new("RGB", (60, 40), "teal"), exif=exif(orientation=6))

    assert Image.open(made_anew(taken)).size == (40, 60)


def test_a_large_picture_is_made_smaller_in_proportion():
    made = made_anew(upload(Image.new("RGB", (3000, 1500), "teal")))

    assert Image.open(made).size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_a_small_picture_keeps_its_size_and_its_clear_parts():
    made = made_anew(upload(Image.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG"))

    picture = Image.open(made)
    assert picture.size == (30, 20)
    assert picture.convert("RGBA").getpixel((5, 5))[3] == 0


def test_the_name_is_made_of_the_content():
    first = made_anew(upload(Image.new("RGB", (30, 20), "teal")))
    again = made_anew(upload(Image.new("RGB", (30, 20), "teal"), exif=exif()))
    other = made_anew(upload(Image.new("RGB", (30, 20), "navy")))

    assert first.name == again.name
    assert first.name != other.name


def test_the_same_picture_is_stored_once():
    first = store(made_anew(upload(Image.new("RGB", (30, 20), "olive"))))
    again = store(made_anew(upload(Image.new("RGB", (30, 20), "olive"))))

    assert first == again


def animated():
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    return upload(frames[0], "GIF", save_all=True, append_images=frames[1:])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"GIF89a" + b"\0" * 50,
        animated().getvalue(),
        upload(Image.new("RGB", (60, 40))).getvalue()[:200],
        upload(Image.new("RGB", (60, 40)), "BMP").getvalue(),
    ],
)
def test_what_is_no_picture_we_take_is_refused(data):
    with pytest.raises(ValidationError):
        made_anew(BytesIO(data))


def test_too_many_pixels_are_refused_before_they_are_unpacked():
    """100 million white pixels are a few kilobytes as a file."""
    bomb = upload(Image.new("1", (20_000, 5_000)), "PNG")

    with pytest.raises(ValidationError):
        made_anew(bomb)


def test_too_many_bytes_are_refused():
    with pytest.raises(ValidationError, match="10 MB"):
        made_anew(BytesIO(b"x" * (MOST_BYTES + 1)))


def test_a_picture_is_served_for_a_year_and_as_nothing_but_a_picture(client):
    name = store(made_anew(upload(Image.new("RGB", (30, 20), "maroon"))))

    response = client.get(f"/{name}")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age=31536000" in response.headers["Cache-Control"]
    assert "immutable" in response.headers["Cache-Control"]
    assert "no-store" not in response.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/pictures/0123456789abcdef0123456789abcdef.webp",
        "/pictures/..%2f..%2fmanage.webp",
        "/pictures/secret.webp",
    ],
)
def test_what_is_no_stored_picture_is_not_found(client, path):
    assert client.get(path).status_code == 404
