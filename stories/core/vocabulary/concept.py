"""What a concept is, and the groups of words that cues share."""

from collections.abc import Mapping
from dataclasses import dataclass

GROUPS: Mapping[str, str] = {
    "boss": "boss/manager/director/supervisor/superior/executive/president/chief/principal/ceo/cto/headteacher"
    "/professor/leadership/management/senior/matron/foreman/captain/dean/superintendent/vp/consultant",
    "peer": "colleague/teammate/peer/coworker/friend/engineer/nurse/teacher/developer/designer/him/her/them/someone"
    "/somebody/person/report/analyst/assistant",
    "client": "customer/client/patient/guest/user/pupil/student/parent/buyer/tenant/subscriber/viewer/member/passenger"
    "/listener/resident/visitor/shopper/reader/family/caller/donor/applicant",
    "expert": "expert/specialist/doctor/scientist/researcher/designer/lawyer/editor/accountant/actuary/surgeon/artist"
    "/pharmacist/therapist/marketing/sales/finance/legal/procurement/operations",
    "number": "two/three/four/five/six/seven/eight/nine/ten/twelve/fifteen/twenty/thirty",
}
"""What `{boss}` and the others stand for in a cue."""


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that a behavioral question may turn on, and the words that people in any job use for it.

    Cues are divided by `;`, written in base form and compared by stem. `a/b` is either word, `…` a gap of up to four
    words. After "not", "never" or "without" a cue counts only if it begins with such a word itself.
    """

    label: str
    """As it reads after "talks about"."""
    asked: str
    """What a question calls it; a story may too."""
    told: str = ""
    """What shows it in a story; too common to say what a question is after."""
    near: tuple[str, ...] = ()
    """Concepts whose stories often answer a question about this one."""
