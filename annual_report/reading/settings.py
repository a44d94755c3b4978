"""What a network says of itself in its descriptor."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from annual_report.territories.departments import departments


@dataclass(frozen=True)
class Settings:
    """What the network says of itself under `reseau` in its descriptor."""

    nom: str
    institution: str = ""
    sigle: str = ""
    fictif: bool = False
    agents: str = "agentes et agents"
    seuil: int = 0
    institutions: Mapping[str, str] = field(default_factory=dict)

    def institution_of(self, code: str) -> str:
        """Name a département's own administration, as it writes itself if the network says so."""
        return self.institutions.get(code, f"Département {departments()[code].of_name}")
