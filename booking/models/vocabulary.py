"""Words several models share: weekdays, and the lists a treatment is made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Area(models.TextChoices):
    """Parts of the body a treatment may touch, as the questionnaire names them."""

    NECK_BACK = "neck_back", _("back of the neck")
    SHOULDERS = "shoulders", _("shoulders")
    EARS = "ears", _("ears")
    SCALP = "scalp", _("scalp")
    FACE = "face", _("face and jaw")
    UPPER_BACK = "upper_back", _("upper back")
    LOWER_BACK = "lower_back", _("lower back")
    ABDOMEN = "abdomen", _("belly")
    ARMS = "arms", _("arms")
    HANDS = "hands", _("hands")
    LEGS = "legs", _("legs")
    CALVES = "calves", _("calves")
    FEET = "feet", _("feet")


class Method(models.TextChoices):
    DEEP_PRESSURE = "deep_pressure", _("firm pressure")
    STRETCHING = "stretching", _("stretching")
    HEAT = "heat", _("warm packs")
    AROMATHERAPY = "aromatherapy", _("scented oil")
    PRONE_LYING = "prone_lying", _("lying face down")
    FLAT_LYING = "flat_lying", _("lying flat")


class Scent(models.TextChoices):
    NONE = "none", _("none")
    LAVENDER = "lavender", _("lavender")
    CHAMOMILE = "chamomile", _("chamomile")


class Training(models.TextChoices):
    PREGNANCY = "pregnancy", _("trained for pregnancy and after birth")
    CANCER_CARE = "cancer_care", _("trained for people in cancer care")


class Wish(models.TextChoices):
    """Who should give the session; besides these, a therapist's slug."""

    ANYONE = "anyone", _("Anyone")
    WOMAN = "woman", _("A woman")
    MAN = "man", _("A man")


AREAS_AND_METHODS = [*Area.choices, *Method.choices]


class Felt(models.TextChoices):
    """What somebody may feel after a session."""

    DIZZY = "dizzy", _("Dizzy or light-headed")
    SICK = "sick", _("Sick")
    BRUISE = "bruise", _("A bruise")
    HEADACHE = "headache", _("A headache")
    RASH = "rash", _("A rash, or skin that itches")
    OTHER = "other", _("Something else")


class Still(models.TextChoices):
    """Whether any of it is still there the morning after."""

    NO = "no", _("No, or there was nothing")
    LITTLE = "little", _("Yes, a little")
    STRONG = "strong", _("Yes, and it is strong")


class Sign(models.TextChoices):
    """Warning signs: who has one needs help before anything else."""

    CHEST = (
        "chest",
        _(
            "Chest pain, trouble breathing, a drooping face, a weak arm or leg, or "
            "muddled speech"
        ),
    )
    STRONG_HEADACHE = "strong_headache", _("A sudden, very strong headache")
    RASH_WHEEZE = "rash_wheeze", _("A rash with wheezing or a swollen face")
    NUMB = "numb", _("Numbness that is new and stays")
    FAINTED = "fainted", _("A faint")
    LEG = "leg", _("An arm or leg that is newly swollen, hot or sore")
