"""Concepts: who is left out, who is heard, what is right."""

from collections.abc import Mapping

from stories.core.vocabulary.concept import Concept

BELONGING: Mapping[str, Concept] = {
    "left-out": Concept(
        label="people who were left out",
        asked=(
            "overlook; left out; leave … out; unheard; get heard; be heard; everyone … heard; voice; quiet; "
            "quieter; silent; speak up for; excluded; exclusion; included; inclusion; could not before; make "
            "room; room for; marginalise; outsider; invisible; minority; everyone can; not heard; not listened "
            "to; ignored; someone who was; take part; participation; equal chance; somebody who was being; "
            "unnoticed; undervalued; newcomer; welcome; at home in; belonging; contribution; those who are; shy; "
            "speak less"
        ),
        told=(
            "cease to speak; speak in; nobody have ask; not be ask; nobody had ask; language; ask both; what "
            "would help; interrupt; talk over; credit; last to; excuse; people avoid"
        ),
        near=("fairness", "unlike-us"),
    ),
    "fairness": Concept(
        label="fairness and bias",
        asked=(
            "biased; prejudice; fairer; fairness; discrimination; diverse; equality; equity; stereotype; "
            "underrepresented; privilege; blind spot; unjust; injustice; treated; unequal; favour; favouritism; "
            "same chance; unconscious; disadvantaged; who is missing; evenly; unfairly; disproportionate"
        ),
        told=(
            "gender; women; woman; ethnic; race; racial; same exercise; rural; region; background; minority; "
            "criteria; religion; age; disability; prejudiced"
        ),
        near=("unlike-us", "left-out"),
    ),
    "unlike-us": Concept(
        label="people unlike you",
        asked=(
            "accessibility; disabled; different background; work for people; people who are different; inclusive; "
            "older people; beginner users; group of people; different from you; different from yourself; people with "
            "different; unlike; all users; different needs; other backgrounds; diverse; minorities; opinion of a "
            "group; another background; elderly; children"
        ),
        told=(
            "wheelchair; deaf; blind user; accent; dialect; rural; foreign; translate; screen reader; colour-blind; "
            "not speak; reading level; country; abroad"
        ),
        near=("fairness", "left-out", "culture"),
    ),
    "culture": Concept(
        label="a difference of cultures or languages",
        asked=(
            "cultural; different country; other country; time zone; languages; abroad; global; international; overseas"
        ),
        told=("hours ahead; hours behind; foreign; another country; translation; custom; time difference; interpreter"),
        near=("unlike-us",),
    ),
    "distance": Concept(
        label="working remotely",
        asked=(
            "remotely; home office; from home; distributed; not see in person; another site; virtual; lockdown; "
            "pandemic"
        ),
        told="video call; screen share; in another city",
    ),
    "listening": Concept(
        label="listening to those affected",
        asked=(
            "talking to {client}; complain; {client} need; what {client}; empathy; before building; needs of; "
            "listened; customers; users; clients; patients; guests; pupils; students; complaints; interviews; "
            "asked people; understand the needs; understand people; put yourself; empathise; in their shoes; "
            "people concerned; talking to people; voice of; spoke with; requests from; what people need"
        ),
        told=(
            "ring; ask … {client}; asked what; ask both; ask the two; ask them; what would help; watch; observe; "
            "sat with; visit; call centre; take along; conversation; {client} say; survey"
        ),
        near=("on-the-spot",),
    ),
    "on-the-spot": Concept(
        label="going to see for yourself",
        asked=(
            "go and see; on site; first-hand; frontline; shop floor; field visit; shadow; in the field; went "
            "there; on the ground; left the office; left your desk; outside the office; away from your desk; in "
            "person; saw for yourself; at the coalface; site visit; worked alongside"
        ),
        told=(
            "took me along; sit with; went to each; walk to; watch … work; call centre; supervision; on the road; "
            "while she work; behind the counter; ride; interviews; kitchen"
        ),
        near=("listening",),
    ),
    "angry-client": Concept(
        label="an upset customer",
        asked=(
            "angry {client}; difficult {client}; upset {client}; unhappy {client}; shouted; complain; complaint; "
            "demanding {client}; dissatisfied; {client} who"
        ),
        told="angry; refund; apologise; furious; escalate; insulted",
    ),
    "ethics": Concept(
        label="right and wrong",
        asked=(
            "ethical; dilemma; right thing; integrity; conscience; dishonest; lie; cheat; objectionable; bribe; "
            "conflict of interest; whistle; unethical; morally; right or wrong; wrong thing; your values; values "
            "at; did the right; do the right; honesty; honestly; fair; uncomfortable with; crossed a line; "
            "harmed; responsibility to; refused on; illegal; legal but; principles; hard choice between"
        ),
        told=(
            "would not sign; unfair; be legal; justify; fraud; vulnerable; discriminate; mislead; refuse; "
            "families; wrong to; the right to; exploit; consent; without telling"
        ),
        near=("refusal",),
    ),
    "rules": Concept(
        label="law and rules",
        asked=(
            "legal; regulatory; compliance; audit; lawyer; licence; license; rules; constraint; inspector; "
            "regulated; laws; comply; requirements; authorities; auditor; inspection; permit; policies; court; "
            "data protection"
        ),
        told="contracts; supervisor; statutory; erase; erasure; gdpr; allow; withdraw",
    ),
    "privacy": Concept(
        label="personal data",
        asked="privacy; personal data; confidentiality; consent; data protection; sensitive; gdpr",
        told="erase; erasure; anonymous; anonymise; patient record; identify somebody",
    ),
    "safety": Concept(
        label="safety",
        asked="safety; unsafe; safe; injury; hazard; near miss; danger",
        told="injure; accident; hurt; infection; dose; helmet; fire extinguisher; alarm; slip",
    ),
    "security": Concept(
        label="a break-in",
        asked="security; breach; break-in; theft; hacker; attack; phishing; intrusion; stolen; burglary; ransomware",
        told="password; malware; hacked; stole; vulnerability; leaked",
    ),
}
