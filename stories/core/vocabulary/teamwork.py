"""Concepts: working with others, leading them, helping them grow."""

from collections.abc import Mapping

from stories.core.vocabulary.concept import Concept

TEAMWORK: Mapping[str, Concept] = {
    "across": Concept(
        label="working with another function",
        asked=(
            "cross functional; collaboration; partnership; partner; jointly; other function; across functions; "
            "counterpart; outside engineering; outside your field; different discipline; different profession; "
            "other profession; another trade; another department; other department; another team; other team; "
            "stakeholder; non-technical; interdisciplinary; shared goal; common goal; working with; independent "
            "team; different background; people outside; other disciplines; wholly different; non-engineers; "
            "another area; business side; different teams; cross-team; other specialists; someone from a; another "
            "group; external; vendor; supplier; agency; team up; designers; artists; scientists; lawyers; "
            "clinicians; researchers; product managers; doctors; outside your team; different function; "
            "co-operate; cooperation"
        ),
        told=(
            "together with; side by side; pair; sit with; the two of us; operations; editor; support team; from "
            "product; engineer and; asked the {expert}; {expert} who; app team; help from; introduce; swap; "
            "taught us; their manager"
        ),
    ),
    "explaining": Concept(
        label="explaining something hard",
        asked=(
            "explanation; understandable; plain words; plain language; non-technical; nontechnical; without a "
            "technical; make … clear; communicate; technical limit; lay person; layman; translate; simple terms; "
            "jargon; complex … to; explained; make it simple; make sense; make … accessible; someone who is not "
            "technical; for people without; to a lay; in simple; black-box; clear to; get across"
        ),
        told=(
            "in plain; one page; two pages; sketch; analogy; picture; diagram; metaphor; i write a page; show … "
            "how; walked them through; demonstrate; poster"
        ),
    ),
    "leading": Concept(
        label="leading people",
        asked=(
            "leader; leadership style; direction; in charge of; coordinate; large programme; managed; vision; "
            "rally; take charge; guide; lead; supervise; run a project; organise people; step up; head a; "
            "responsible for people; keep a team"
        ),
        told=(
            "my team; i be responsible for; assign; call with; delegate; i decide; report to me; in my place; who "
            "do what; i run the; plan for; each of them; we meet; steer; i ask each"
        ),
    ),
    "without-authority": Concept(
        label="leading without authority",
        asked=(
            "without authority; no authority; without being in charge; not in charge; not report to; do not "
            "report; no formal; without a mandate; owe … nothing; owe you nothing; without controlling; many "
            "teams; several teams; several groups; across teams; across several; company-wide; other teams; "
            "everyone to; getting many; change … company; change … organisation; without formal; not your "
            "reports; peers to; influencing; without power; informal; without being the boss; people who did not "
            "report; across the company; across the organisation; whole organisation; change … works; getting "
            "others; several departments; from below; who owed you"
        ),
        told=(
            "no mandate; no say; not my place; every team; each team; all team; team had join; team have join; by "
            "itself; adopt; company take; each of the; other group; whole company; other ward; other department; "
            "own accord"
        ),
        near=("persuading",),
    ),
    "standard": Concept(
        label="a standard for others",
        asked=(
            "standard; convention; guideline; common tool; shared component; new tool or; protocol; best "
            "practice; way of working; standardise; practice you introduce"
        ),
        told=(
            "checklist; template; format; adopt; one file; every team; each team; all team; company take; "
            "contract; schema; consistent; written criteria; description; the same for; shared; form; everybody "
            "use"
        ),
        near=("without-authority",),
    ),
    "growing-people": Concept(
        label="helping somebody grow",
        asked=(
            "tutor; train someone; training a; develop someone; develop people; help … improve; potential; "
            "apprentice; intern; trainee; junior; newcomer; shine; your help; succeed because of you; talent; "
            "onboard; mentored; coached; grown; someone's career; helped someone; helped somebody; helped a "
            "colleague; develop others; teach; invested in; bring out; help others succeed; make others better; "
            "raise others; learned from you; new hire; beginner you; without a technical background; stepped "
            "back; protege"
        ),
        told=(
            "train anyone; train her; train him; show her; show him; an hour a; every week; pair; sat beside; "
            "encourage; confidence; promote; learnt to; now lead; now run; leads the; first time she; first time "
            "he; join the team; ready for; gave her; gave him; lead in my place; exercise; introduce her; "
            "introduce him"
        ),
        near=("stepping-back", "helping"),
    ),
    "stepping-back": Concept(
        label="giving something up for others",
        asked=(
            "give … up for; sacrifice; step … back; stand back; stepped back; cost to yourself; at a cost; good of "
            "others; good of the; company's interest; company ahead; ahead of; selflessness; unselfish; put … first; "
            "put … ahead; put … before; credit; behalf; greater good; let others; gave way; handed over; gave up; "
            "gave something up; gave away; for the good; for the team; for others; for the company; put the company; "
            "put the team; team first; others first; own interest; personal cost; at your own expense; cost you; let "
            "someone else; someone else shine; without recognition; unrecognised; make way; passed on; turned down a "
            "promotion; for somebody else; generous; generosity; nothing to gain; did not benefit; no benefit; in the "
            "background"
        ),
        told=(
            "in my place; instead of me; hand … over; hand it to; i hand; my team miss; own team's; own goal; my own "
            "promotion; had want; i have want for; stay out; miss its goal; miss their goal; late because; for her; "
            "in her name; name on; lend; spare; although it cost"
        ),
        near=("helping",),
    ),
    "helping": Concept(
        label="helping out",
        asked=(
            "pitch in; cover for; step in; in need; jump in; lend a hand; extra shift; not yours; in trouble; a "
            "group that; supported; assistance; took over for; make time for; out of your way; helpful; other "
            "team; a team that was not; rescued; backup; there for"
        ),
        told="fill in; stand in; give … time; repair; nobody own; on leave; struggled; overload; sat beside",
        near=("stepping-back", "unasked"),
    ),
    "hiring": Concept(
        label="hiring",
        asked=(
            "interviewer; candidate; applicant; job offer; better offer; vacancy; who to employ; hired; "
            "recruited; bring in new people; select; attract"
        ),
        told="panel; offer to; shortlist; fill a post; cv; resume; probation; whiteboard",
    ),
    "weak-performance": Concept(
        label="somebody's weak performance",
        asked=(
            "underperforming; performance problem; performance issue; poor performance; weak performer; low "
            "performer; direct report; report who; report of yours; a report; struggling; keep missing; not pull; "
            "not meet … expectations; stop deliver"
        ),
        told=(
            "improvement plan; warning; performance review; late again; missed … again; turn up late; not "
            "deliver; second chance; hr; human resources; behind on"
        ),
    ),
    "dismissal": Concept(
        label="letting somebody go",
        asked=(
            "letting … go; dismissal; fired; lay off; laid off; layoff; redundant; part ways; removing a; let go; "
            "terminate … employ; sack"
        ),
        told="severance; notice period; last day; farewell",
    ),
    "managing": Concept(
        label="managing a team",
        asked=(
            "manager of; as a manager; distributed team; high-performing team; build a team; built a … team; managing"
        ),
        told="my reports; direct reports; one-to-one; appraisal; my team of; team of {number}",
    ),
    "strong-team": Concept(
        label="what makes a team strong",
        asked=(
            "strong people; high performing; teamwork; team spirit; best team; team habit; team's culture; great "
            "team; team work well; atmosphere"
        ),
        told="trust each other; retro; ritual; we all; each of us; share the work; psychological safety",
    ),
    "handover": Concept(
        label="handing over knowledge",
        asked="hand over; handover; knowledge transfer; documentation; successor; replaceable; delegation",
        told="runbook; guide; teach each; retrain; introduced her",
    ),
    "asking-for-help": Concept(
        label="asking for help",
        asked=(
            "ask for help; asking for help; asked for help; seek help; need help; needed help; seek advice; ask for "
            "advice; over your head; could not do alone; turn to someone; reached out; admit … not know"
        ),
        told=(
            "i ask … for help; i need help; i call in; on my own i; could not do it alone; not know how; i turn to; "
            "second opinion; i ask {expert}; ask … to look; over my head"
        ),
        near=("teacher",),
    ),
    "delegating": Concept(
        label="delegating work",
        asked="delegate; delegated; delegating; entrust; trust others with; hand off; micromanage; micromanaging",
        told=(
            "delegate; i leave it to; let her run; let him run; let them run; left the decision; out of the way; "
            "entrust"
        ),
        near=("growing-people", "leading"),
    ),
    "openness": Concept(
        label="sharing what you know",
        asked=(
            "share information; sharing information; share what you; shared information; keep people informed; "
            "transparent; open about; openly share; withhold information; information openly; context you gave; "
            "gave context; share knowledge; shared a failure"
        ),
        told=(
            "open the figures; in the open; everyone could read; everybody could read; anyone could read; all could "
            "see; everyone could see; put it on the wall; i publish; write to everyone; "
            "told everyone"
        ),
        near=("telling", "owning"),
    ),
    "recognition": Concept(
        label="thanking and praising others",
        asked=(
            "recognise … work; recognition; praise; thank someone; thanked; appreciation; appreciate; celebrate; "
            "acknowledge others; give thanks"
        ),
        told="thank her; thank him; thank them; in her name; in his name; applause; bonus for; award for her",
        near=("strong-team",),
    ),
}
