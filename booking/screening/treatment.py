from dataclasses import dataclass

from .vocabulary import NO_SCENT


@dataclass(frozen=True, slots=True)
class TreatmentFacts:
    """What the rules have to know of a treatment."""

    slug: str
    areas: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    scents: tuple[str, ...] = ()

    def offers_scent(self, scent: str) -> bool:
        return scent != NO_SCENT and scent in self.scents

    @property
    def has_scent(self) -> bool:
        return any(self.offers_scent(scent) for scent in self.scents)
