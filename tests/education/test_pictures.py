"""Pictures of articles: made anew in three widths, told in words, never trusted."""

import struct
import zlib
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from education.actions import add_picture, remove_picture
from education.models import Picture
from education.pictures import picture_html, pictures_html
from tests.admin.pages import change_url, signed_in
from tests.education.factories import make_article, make_picture, picture_file
from tests.factories import NOW

pytestmark = pytest.mark.django_db

MAKER, GPS = 0x010F, 0x8825
ADD = "admin:education_picture_add"


def of(picture, width):
    with default_storage.open(f"pictures/{picture.name}-{width}.webp") as stored:
        return stored.read()


def with_exif():
    data = Image.Exif()
    data[MAKER] = "Camera of Hannah Whitlock"
    data.get_ifd(GPS)[1] = "N"
    data.get_ifd(GPS)[2] = (51.0, 30.0, 26.0)
    return picture_file(exif=data).read()


def vast_png():
    """40,000 × 40,000 pixels, as its head says; its body is a few bytes."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    packed = b"".join(
        struct.pack(">I", len(data))
        + kind
        + data
        + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + packed


def polyglot():
    """A picture to one reader and a page with a script to another."""
    return picture_file().read() + b"<html><script>alert(1)</script></html>"


def gif():
    out = BytesIO()
    Image.new("P", (60, 40)).save(out, "GIF", comment=b"<script>alert(1)</script>")
    return out.getvalue()


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def test_it_is_kept_in_three_widths_and_never_enlarged():
    large = make_picture(size=(2400, 1200))
    middle = make_picture(size=(700, 350), colour="navy")
    small = make_picture(size=(300, 200), colour="olive")

    assert large.widths == [480, 960, 1600]
    assert (large.width, large.height) == (1600, 800)
    assert middle.widths == [480, 700]
    assert small.widths == [300]
    sizes = [Image.open(BytesIO(of(large, w))).size for w in large.widths]
    assert sizes == [(480, 240), (960, 480), (1600, 800)]


def test_the_same_picture_is_one_row_named_by_its_content():
    first = make_picture(alt="Towels")
    again = make_picture(alt="Other words")

    assert first == again
    assert Picture.objects.get().alt == "Towels"
    assert len(first.name) == 32


@pytest.mark.parametrize("width", [480, 1200])
def test_what_the_camera_wrote_and_what_hung_on_it_is_gone(width):
    sent = with_exif()
    shot = add_picture(BytesIO(sent), alt="x")
    two_faced = add_picture(BytesIO(polyglot()), alt="x")

    assert b"Hannah" in sent
    assert b"Hannah" not in of(shot, width)
    assert not Image.open(BytesIO(of(shot, width))).getexif()
    assert b"script" not in of(two_faced, width)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.svg", SVG, "no picture we can read"),
        ("a.jpg", SVG, "no picture we can read"),
        ("a.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "no picture"),
        ("a.gif", gif(), "no picture we can read"),
        ("a.png", vast_png(), "more than 40 million pixels"),
        ("a.jpg", b"", "The file is empty"),
        ("a.jpg", picture_file().read()[:200], "no picture we can read"),
        ("a.jpg", b"MZ\x90\0" + b"\0" * 200, "no picture we can read"),
        ("a.pdf", b"%PDF-1.7\n" + b"\0" * 50, "no picture we can read"),
        ("a.html", b"<html><script>alert(1)</script>", "no picture we can read"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_a_hostile_upload_is_refused_with_a_sentence(client, name, data, sentence):
    signed_in(client, role="Editor")

    page = client.post(
        reverse(ADD), {"upload": SimpleUploadedFile(name, data), "alt": "Towels"}
    )

    assert sentence in page.content.decode()
    assert not Picture.objects.exists()


@pytest.mark.parametrize("name", ["a.html", "../../a.py", "a.svg", "a.jpg\0.php"])
def test_a_picture_by_a_wrong_name_is_made_anew_under_our_own(client, name):
    signed_in(client, role="Editor")
    upload = SimpleUploadedFile(name, picture_file(form="PNG").read(), "text/html")

    client.post(reverse(ADD), {"upload": upload, "alt": "Towels"})

    served = client.get(Picture.objects.get().url(480))
    assert served.headers["Content-Type"] == "image/webp"
    assert served.content[:4] == b"RIFF"


def test_it_is_served_as_nothing_else_for_a_year(client):
    served = client.get(make_picture().url(960))

    assert served.status_code == 200
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age=31536000" in served.headers["Cache-Control"]
    assert "immutable" in served.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("alt", "sentence"),
    [("", "This field is required"), ("Hands that ease pain can heal", "not what it")],
)
def test_what_it_shows_is_told_and_claims_nothing(client, alt, sentence):
    signed_in(client, role="Editor")
    upload = SimpleUploadedFile("a.jpg", picture_file().read())

    page = client.post(reverse(ADD), {"upload": upload, "alt": alt})

    assert sentence in page.content.decode()
    assert not Picture.objects.exists()


def test_its_words_may_be_changed_and_its_pixels_may_not(client):
    signed_in(client, role="Editor")
    picture = make_picture()

    client.post(change_url(picture), {"alt": "Three towels"})

    assert Picture.objects.values_list("name", "alt").get() == (
        picture.name,
        "Three towels",
    )


def test_one_that_an_article_shows_cannot_be_removed(client):
    signed_in(client, role="Editor")
    picture = make_picture()
    make_article(body=f'<figure><img data-picture="{picture.name}"></figure>')

    page = client.get(reverse("admin:education_picture_delete", args=[picture.pk]))

    assert page.status_code == 403


def test_one_that_is_removed_leaves_no_file():
    picture = make_picture()

    remove_picture(picture)

    assert not default_storage.exists(f"pictures/{picture.name}-480.webp")


def test_a_page_shows_it_with_its_sizes_and_words():
    picture = make_picture(size=(700, 350), alt='Towels & "soap"')

    assert picture_html(picture.name) == (
        f'<img src="/pictures/{picture.name}-700.webp"'
        f' srcset="/pictures/{picture.name}-480.webp 480w, '
        f'/pictures/{picture.name}-700.webp 700w"'
        ' sizes="(min-width: 44rem) 42rem, 92vw" width="700" height="350"'
        ' alt="Towels &amp; &quot;soap&quot;" loading="lazy" decoding="async">'
    )
    assert picture_html("none") == ""


def test_many_are_read_in_one_query(django_assert_num_queries):
    names = [make_picture(size=(9, n)).name for n in range(1, 6)]

    with django_assert_num_queries(1):
        shown = pictures_html(names)
    with django_assert_num_queries(0):
        pictures_html([])

    assert list(shown) == names or set(shown) == set(names)


def test_the_page_of_an_article_shows_its_pictures(client):
    picture = make_picture()
    article = make_article(body=f'<figure><img data-picture="{picture.name}"></figure>')

    with time_machine.travel(NOW, tick=False):
        page = client.get(article.get_absolute_url()).content.decode()

    assert picture_html(picture.name) in page


def test_one_too_long_and_narrow_is_refused():
    with pytest.raises(ValidationError):
        add_picture(picture_file(size=(1600, 20_000)), alt="x")
