"""Concepts: pressure, change, and holding out."""

from collections.abc import Mapping

from stories.core.vocabulary.concept import Concept

PRESSURE: Mapping[str, Concept] = {
    "pressure": Concept(
        label="pressure",
        asked=(
            "pressure; stressful; calm; tense; panic; high stakes; at stake; hectic; overwhelm; hot seat; "
            "intense; composure; keep … head; nervous; most difficult day/night/hour; sleepless; tensest; heat of "
            "the; nerves; when everything; crunch; extreme; critical moment; cope"
        ),
        told=(
            "midnight; tension; afraid; scared; anxious; frightened; weekend; breathe; clock; hour left; alone "
            "on; slow; shout; sweat; run out of; within minutes; sunday; saturday"
        ),
        near=("outage", "quickly", "deadline"),
    ),
    "change": Concept(
        label="a sudden change",
        asked=(
            "suddenly; change of plan; adapt; adjust; unexpected; unforeseen; out of the blue; upset … plan; "
            "disappear; shift in; pivot; turn upside; last-minute change; new circumstance; curveball; overnight; "
            "plan changed; change of direction; things changed; requirements changed; changing requirements; "
            "plans fall through; plan b; new situation; disruption; flexibility; rug pulled"
        ),
        told=(
            "withdraw; cancel; dissolve; split; halfway; moved to another; lose a/the/our; new priority; quit; "
            "resign; fall ill; fall away; had to … again; no longer; budget cut; strike; storm; replan; new plan"
        ),
        near=("upheaval", "deadline"),
    ),
    "upheaval": Concept(
        label="upheaval in an organisation",
        asked=(
            "upheaval; shake up; reorg; downsizing; closure; spin-off; new management; change of management; new "
            "leadership; merger; restructuring; reorganised; new boss; several bosses; team was dissolved; "
            "organisation changed; acquired; layoffs around; turbulent; turmoil; transition; merged"
        ),
        told=(
            "dissolve; split into; new manager; another manager; new head; team be split; department; replaced; "
            "uncertainty; who have leave; move to another; job cuts"
        ),
        near=("change",),
    ),
    "endurance": Concept(
        label="keeping at it",
        asked=(
            "persistent; perseverance; keep going; obstacle; tenacity; tenacious; not give up; bounce back; try "
            "again; resilient; in spite of; against the odds; hardship; overcome; long haul; stubborn; adversity; "
            "hard year; toughest; refuse to quit; long time; long struggle; did not stop; stuck with; repeated; "
            "kept at; hard stretch; difficult stretch; success was far; grit; recover; deal with failure; "
            "disappointment; setbacks; rejection; hard times; came through"
        ),
        told=(
            "despite; every month; keep ask; patience; again and again; once more; attempt; second try; for "
            "months; took … months; refuse to; carry on"
        ),
    ),
    "ending": Concept(
        label="stopping something already begun",
        asked=(
            "end … project; end … relationship; stop … project; pull the plug; shut … down; wind down; give up "
            "on; wrong way; wrong direction; not … working; cut … losses; sunk cost; close down; discontinue; "
            "walk away; quit; scrap; terminate; stop something; call off; cancelled; end something; abandoning; "
            "let … die; drop a project; decide to stop; shutting down; killed; turn off; sunset; retire"
        ),
        told=(
            "recommend … stop; recommend stopping; recommend shutting; advise … stop/end; argue … stop; contract "
            "end; end it; stopped my; moved back; back out; stop and; switch … off; delete; no longer worth; "
            "chosen badly; drop it; say that it be over; my fault; i stop; spend … so far; phase out"
        ),
        near=("failure",),
    ),
    "launch-stopped": Concept(
        label="a launch held back",
        asked=(
            "not ready; hold … launch; stop … launch; delay … launch; launch … late; postpone; too early; hold "
            "back; recall; refuse to launch; before launch; push back … date; wanted to launch; premature; stop a "
            "release; delay a release; stopped the launch; hold a launch; block a release; too soon; release that "
            "was not"
        ),
        told=(
            "would not launch; hold the; hold it; asked … hold; rerun; ask for … weeks; before we launch; "
            "withdraw; halt; delay; pull it; take it back"
        ),
        near=("refusal",),
    ),
    "launch": Concept(
        label="a launch",
        asked=(
            "launch; release; roll out; rollout; ship a; go live; debut; introduction of; introduce a; new "
            "product; bring … to market"
        ),
        told="ship; deploy; unveil; premiere; go out; in production; introduce",
    ),
    "trust": Concept(
        label="winning trust back",
        asked=(
            "regain; rebuild; relationship; restore … confidence; win … back; credibility; reliable; letting … "
            "down; faith; trusted; earned; damaged; gained … confidence; let someone down; disappointed; broke a "
            "promise"
        ),
        told=(
            "refund; apologise; apology; told them; in person; kept using; write to all; in plain words; call "
            "each; make good; confidence; again with; ask for me; within a week; compensate; own that"
        ),
        near=("owning",),
    ),
    "holding-together": Concept(
        label="keeping people together",
        asked=(
            "keep … together; keep people; morale; keep … calm; keep others; hard stretch; hard time; difficult "
            "period; hold … together; lift; team through; spirits; look after; under pressure; motivated; keep "
            "going; keep the team; encouraged; people together; through a hard; through difficult; support your "
            "team; others calm; keep everybody; stick together; frightened people"
        ),
        told=(
            "none of … leave; nobody leave; none … quit; left the company; leftover; reassure; cheer; support "
            "each other; calm; so that nobody; thank; listen to; told everybody; we knew"
        ),
        near=("leading",),
    ),
}
