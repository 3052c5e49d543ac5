from email import message_from_bytes

from django.core.mail import EmailMessage, get_connection


def test_every_mail_gets_a_file_of_its_own_in_the_same_second(tmp_path):
    for number in range(5):
        post = get_connection("clinic.mail.EmailBackend", file_path=tmp_path)
        mail = EmailMessage(f"Mail {number}", "words", "a@x.example", ["b@x.example"])
        post.send_messages([mail])
        del post

    files = list(tmp_path.iterdir())
    subjects = {message_from_bytes(file.read_bytes())["Subject"] for file in files}
    assert len(files) == 5
    assert subjects == {f"Mail {number}" for number in range(5)}
