"""Concepts: choosing, deciding, acting unasked, holding to quality."""

from collections.abc import Mapping

from stories.core.vocabulary.concept import Concept

JUDGEMENT: Mapping[str, Concept] = {
    "priorities": Concept(
        label="choosing what comes first",
        asked=(
            "priority; prioritizing; what not to; too much; too little time; trade-off; tradeoff; scope; overload; "
            "workload; juggle; competing; several deadline; give up; too few; not enough people; few hands; "
            "short-staffed; understaffed; drop; what to do first; what comes first; work on; decide what; choose "
            "what; choose between; limited time; limited resources; not enough time; conflicting; several tasks; many "
            "tasks; at the same time; let go; leave something out; say no to work; focus; cut; sacrifice; several "
            "things; all at once; capacity; multitask; balance; quality against; fewer people"
        ),
        told=(
            "put … first; come first; postpone; defer; left undone; would not get; will not get; leave out; sorted; "
            "triage; smallest thing; must have; could wait; day of work; urgent; said no to; in order; what happen "
            "if; worth; ranked"
        ),
        near=("deadline",),
    ),
    "deadline": Concept(
        label="a deadline",
        asked=(
            "due; time pressure; could not be moved; fixed date; tight; on time; short notice; last minute; run "
            "out of time; before the date; shortly before; delivery date; schedule; in time; time limit; urgent; "
            "before a date; by a date; deadlines; date that; deliver on; time was short; little time; limited "
            "time; too late; meet a date; ahead of time; rushed; could not move; immovable; missed a"
        ),
        told=(
            "days left; weeks left; weeks before; by friday; promised day/date; deliver; original date; weeks to; "
            "days to; month to; met in; in four weeks; switched off; extension; early; exam; cut-off; before "
            "christmas; on the promised"
        ),
        near=("priorities",),
    ),
    "promise": Concept(
        label="a promise and bad news",
        asked=(
            "bad news; break … promise; counting on; keep … informed; unwelcome; commitments; keep a promise; "
            "keep your word; deliver bad; disappointed; someone counting; told people; expectations; let people "
            "know; could not keep; renegotiate"
        ),
        told=(
            "would not get; will not get; not get it; tell … early; told … on the; first day; wrote to; deliver "
            "by; in person; inform; new date; with the reason; postponed"
        ),
    ),
    "ambiguity": Concept(
        label="an unclear task",
        asked=(
            "ambiguity; unclear; vague; fuzzy; no instructions; without instruction; no guidance; undefined; "
            "open-ended; from nothing; from scratch; without direction; no prior; no precedent; no example; find "
            "… way; figure … out; without a plan; no clear; not clear; uncertain situation; blank; not defined; "
            "lack of; little guidance; little direction; goal and no; open question; not knowing; not told; find "
            "your own; no roadmap; no template; no one to ask; new territory; from the ground up; start from; "
            "messy; uncertainty; without a brief; prior example; invent"
        ),
        told=(
            "no brief; no metric; no owner; nobody could say; nobody can say; not wait for a; not document; "
            "undocumented; what … mean; no definition; guess; turn it into; no specification; nobody know; first "
            "… find out; no process; nobody on the team"
        ),
    ),
    "incomplete-facts": Concept(
        label="deciding without all the facts",
        asked=(
            "incomplete; little information; limited information; missing information; without … information; "
            "without data; no data; intuition; gut; instinct; uncertainty; not know enough; before you know; "
            "without enough; not enough information; not enough data; partial information; half the; unknown; "
            "without knowing; without certainty; not sure; before all; limited data; uncertain; little data; "
            "hardly any; without evidence; rely on judgment; imperfect"
        ),
        told=(
            "could not know; did not know; not know whether; not know and; could not tell; lag; guess; at random; "
            "not be sure; weigh; undone; reversible; worst case; assumption; estimate; no time to"
        ),
    ),
    "quickly": Concept(
        label="a decision made quickly",
        asked=(
            "no time; on the spot; within minutes; in minutes; split second; short notice; swift; immediately; "
            "next hour; under time; hurry; rush; little time; time was short; rapidly; quick; speed; moment's "
            "notice; urgent decision; on your feet; fast"
        ),
        told=(
            "at once; within an hour; same afternoon; same day; twenty minutes; rollback; rolled back; before "
            "noon; by noon; first hour; one day; right away; overnight; there and then; deadline; half an hour; "
            "that evening"
        ),
    ),
    "decision": Concept(
        label="a decision",
        asked=(
            "decide; judgment; judgement; the call; a call; choice; alternative; dilemma; consequence; options; "
            "decisions; choosing; tough call; made up your mind; weighing; trade-offs; rejected; a bet"
        ),
        told="ruled out; criteria; two way; offered two; pros and cons; stop rule; worth",
    ),
    "alone": Concept(
        label="acting without asking first",
        asked=(
            "without asking; without … approval; act first; tell … afterwards; go ahead; on your own; one person "
            "responsible; the one person; alone; own initiative; autonomy; autonomous; without detailed; detailed "
            "direction; context not control; responsible for a call; inform afterwards; freedom; not wait; "
            "permission; without a manager; without supervision; own judgment; own judgement; independent; made a "
            "call; responsibility for a decision; took the decision; by yourself; nobody to ask; could not ask; "
            "not ask anyone; your own decision; boss afterwards; unilateral; solo; trusted you; take the "
            "initiative; self-directed; without being told"
        ),
        told=(
            "ask no one; nobody first; afterwards; unless … object; on my own; by myself; my own call; before she "
            "ask; before he ask; unreachable; could not reach; nobody … reach; be on leave; i decide; at once; "
            "within … tell; asked nobody"
        ),
        near=("unasked",),
    ),
    "unasked": Concept(
        label="doing what nobody asked for",
        asked=(
            "nobody … ask; no one … ask; nobody had asked; not ask to do; unasked; proactive; initiative; "
            "volunteer; belonged to nobody; nobody owned; beyond your role; beyond your job; extra mile; go "
            "beyond; above and beyond; your own accord; not your job; nobody is checking; responsibility of "
            "nobody; take care of something; ownership; step in; nobody else; not your responsibility; outside "
            "your responsibility; not part of your job; on top of your job; own idea; unprompted; self-starter; "
            "without being asked; more than was asked; beyond what was; more than expected; fell to nobody; "
            "nobody responsible; no one responsible; took on; took it on; picked up; something nobody; nobody "
            "wanted; neglected; orphaned; noticed a problem; a problem nobody; fixed something; something that "
            "belonged; nobody asked"
        ),
        told=(
            "nobody have ask; not my job; not my task; not … business; no owner; no longer own; no mandate; "
            "bother me; own time; spare time; hack day; somebody else's job; i offer; nobody any more"
        ),
        near=("stepping-back", "helping"),
    ),
    "other-than-asked": Concept(
        label="delivering something other than was asked for",
        asked=(
            "asked for one; deliver another; real problem; actual problem; wrong problem; different problem; "
            "reframe; changing what; instead of what; question the brief; what … really need; different from "
            "what; something different; something else; other than; better than what was; better one; better "
            "solution than; challenge the question; not what was; what was really; underlying problem; question "
            "the task; question the request; said they wanted; what the product; product should be; push back on "
            "a request"
        ),
        told=(
            "be ask to; i be ask; in place of; not need; need no; change the problem; turn out; alternative; what "
            "they really; told nothing; rather than"
        ),
        near=("simplifying",),
    ),
    "own-standards": Concept(
        label="insisting on quality",
        asked=(
            "quality; bar; lower; thorough; rigour; excellence; nobody is checking; nobody checks; meticulous; "
            "accuracy; hygiene; precise; conscientious; standards; good enough; detail; do it right; doing it "
            "properly; never compromise; not compromise; integrity of; carefully; nobody looks; when nobody; "
            "insist on; rigorous; craft; reliability; cutting corners; double check; perfection; perfectionist"
        ),
        told=(
            "refuse to cut; would not launch; not ready; inspect; raise; audit; defect; side by side; to be sure; "
            "bug; kept the"
        ),
        near=("caught", "lasting"),
    ),
    "lasting": Concept(
        label="a lasting solution",
        asked=(
            "long-term; quick fix; root cause; for good; technical debt; shortcut; workaround; sustainable; "
            "happen again; symptom; prevent … from; proper; structural; for the long; permanently; long run; once "
            "and for all; real fix; cure; rather than a patch; not a patch; so that it can not; changed "
            "afterwards; follow-up; systemic; durable; maintainable; foundation"
        ),
        told=(
            "can not happen; now fails; now run; never again; since then; in the next year; patch; runbook; "
            "prevent; template"
        ),
    ),
    "goal": Concept(
        label="a goal",
        asked=(
            "goal; goals; ambitious; objective; target you; aim you; stretch goal; set yourself; set a target; reach a "
            "target; aspiration; challenging goal"
        ),
        told="goal; target; ambition; set myself; milestone; on target; aim for",
        near=("achievement",),
    ),
    "planning": Concept(
        label="planning ahead",
        asked=(
            "plan ahead; planning; planned; organised a; organise an; organising; preparation; prepare for; prepared; "
            "project plan; organisation skills; well organised; strategy; strategic; long-range"
        ),
        told="plan; timetable; rota; schedule; calendar; rehearse; rehearsal; prepare; step by step; backwards from",
    ),
}
