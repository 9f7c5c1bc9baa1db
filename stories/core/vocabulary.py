"""What behavioral questions turn on, and the words by which people speak of it in any job.

Each concept has the words that name it in a reason, and its cues, one per `;`. A cue is a phrase in base form: its words
are compared by stem. `a/b` is either word, `…` up to four words between, `{boss}` a group of `GROUPS`. The more cues of
a concept a story touches, the more it is about it. A cue after "not", "never" or "without" counts only where it begins
with such a word itself.
"""

# ruff: noqa: E501 - cues that belong together stay on a line

from collections.abc import Mapping
from dataclasses import dataclass

GROUPS: Mapping[str, str] = {
    "boss": "boss/manager/director/supervisor/superior/executive/president/chief/principal/ceo/cto/headteacher/professor"
    "/leadership/management/board/senior/matron/foreman/captain/partner/owner/dean/superintendent/higher-up/head/lead",
    "peer": "colleague/teammate/peer/coworker/friend/equal/neighbour/engineer/nurse/teacher/developer/designer/him/her"
    "/them/someone/somebody/person",
    "client": "customer/client/patient/guest/user/pupil/student/parent/buyer/tenant/subscriber/viewer/member/passenger"
    "/listener/resident/visitor/shopper/reader/family/creator/caller/donor/applicant",
    "unit": "team/department/group/function/office/unit/division/ward/school/branch/company/discipline/organisation",
    "work": "project/work/task/plan/product/programme/program/effort/initiative/proposal/idea/feature/system/migration",
    "make": "make/build/create/design/develop/invent/write/set",
    "change": "change/stop/drop/alter/fix/improve/redo/rethink",
    "short": "minute/hour/day/afternoon/night/morning/moment",
}


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that a question may be about."""

    label: str
    """As it stands after "speaks of"."""
    cues: str
    near: tuple[str, ...] = ()
    """Concepts that a story about this one often answers too."""


CONCEPTS: Mapping[str, Concept] = {
    # What went wrong
    "mistake": Concept(
        "a mistake",
        "mistake; error; blunder; my fault; be wrong; get … wrong; go wrong; wrong call/decision/choice; choose badly;"
        "mess up; screw up; slip; oversight; overlook; misjudge; misread; misunderstand; carelessly; botch; regret;"
        "i should have; i have forget; forget to; i have not check/look/ask/notice; my own doing; fool myself; i break;"
        "my change/deploy/commit/numbers/order … do/break/cause; turn out … wrong; differently today; do differently;"
        "i miss; have miss; which i have miss; i have read … as; i have treat; i have assume; my bug; put right",
        ("failure", "owning"),
    ),
    "failure": Concept(
        "something that failed",
        "fail; failure; not work; not pay off; not work out; go wrong; go badly; go under; flop; fiasco; disaster;"
        "abandon; shut down; collapse; setback; disappoint; fall short; below expectation; miss … goal/target/deadline;"
        "nothing come of; nothing … be use again; backfire; unsuccessful; fall through; worse than before; lose … client/"
        "contract/customer/deal/sale; a loss; defeat; reject; turn down; advise … stop/end; let … down; bet … wrong",
        ("mistake",),
    ),
    "owning": Concept(
        "owning up to it",
        "admit; own up; own it; i own; own … mistake; confess; apologise; apology; sorry; come clean; accountable;"
        "take … responsibility; take … blame; it be my; be mine; my own name; my name; say that i have; that my;"
        "tell … my number/mistake/error/fault/change; openly; open about; on my part; in front of; correct … myself;"
        "before anyone … notice/know/find; nobody else have notice; nobody have notice; transparent; recall",
        ("mistake",),
    ),
    "risk": Concept(
        "a risk",
        "risk; bet; gamble; bold; daring; leap; untested; unproven; nobody have … try/do/run; never … be do before;"
        "nobody have do before; long shot; far from certain; uncertain; venture;"
        "stopping condition; experimental; pioneer; unknown; what could go wrong; worst case; reversible; be undone",
    ),
    "caught": Concept(
        "an error caught in time",
        "catch; spot; notice; discover; stumble; near miss; before it harm/reach/ship/go; in time; looking for something"
        " else; double check; recheck; stop in time; look odd; do not add up;"
        "too good to be true; suspicious; recall; false alarm",
        ("mistake",),
    ),
    # Standing against and going along
    "disagreement": Concept(
        "a disagreement",
        "disagree; disagreement; objection; object; argue; argument; oppose; opposite; opposition; push back;"
        "pushback; conflict; clash; dispute; quarrel; contradict; dissent; debate; differ; difference of opinion;"
        "against the/it/a/his/her/their/my; challenge … decision/plan/view/idea; not agree; not convince; say no;"
        "refuse; stand up to; tension; friction; insist; dislike; sceptical; skeptical; fierce;"
        "counterargument; dig in; settle … argument; other side; attack; critic; stand alone; alone in; would not sign",
    ),
    "above": Concept(
        "somebody more senior",
        "{boss}; more experienced; more senior; hierarchy; upward; years in the company; seniority;"
        "vice-president; vice president; vp; above me; higher up; chair; big name; authority; rank; veteran",
    ),
    "refusal": Concept(
        "a refusal",
        "refuse; refusal; say no; would not sign; i will not; would not; not put my name; on principle; decline; veto;"
        "draw … line; stand firm; hold … line; stand my ground; not willing; not give in; turn … down; stop the line;"
        "stand alone; alone in that meeting; stand up to; stand up for; speak up; speak out; oppose",
        ("disagreement",),
    ),
    "going-along": Concept(
        "carrying out what others decided",
        "disagree and commit; outvote; overrule; lose the argument; decide against; decide otherwise; decide for it;"
        "go along with; carry out … anyway; carry out; help it succeed; support … decision; once … decide; once … settle;"
        "decision … make; question … close; vote against; accept … decision; stand behind; be against it; fall in line;"
        "someone else's idea; my doubts; have be against; although i disagree; follow … decision",
    ),
    "persuading": Concept(
        "persuading others",
        "persuade; persuasion; convince; influence; win … over; buy in; buy-in; agree on; agreement; get … adopt; adopt;"
        "adoption; make the case; talk … into; sell … on; negotiate; lobby; rally; bring … round; come round;"
        "change … mind; get … on board; join; sceptic; resistance; reluctant; without authority; with no authority;"
        "no say over; without mandate; owe you nothing; show … figures/numbers; follow me",
    ),
    "resistance": Concept(
        "resistance to something new",
        "resistance; resist; reluctant; sceptic; sceptical; skeptic; critic; strongest critic; some … say; lower the bar;"
        "we have always; used to the old; dislike; introduce; something new; change how; refuse; will not change;"
        "push back; grumble; complain; doubt; hostile; cold reception",
    ),
    "compromise": Concept(
        "a compromise",
        "compromise; concede; concession; give up … i give up; i give up; she give up; he give up; they give up; meet halfway;"
        "halfway; middle ground; trade; in return; give and take; negotiate; settle on; half of; what they could live with;"
        "live with; both sides; win win; agree on; in exchange; terms; we agree; joint",
    ),
    # Feedback
    "telling": Concept(
        "telling somebody a hard thing",
        "feedback; critical; criticism; criticise; criticize; difficult conversation; hard conversation; hard talk;"
        "awkward; uncomfortable; unpleasant; hard to say; hard to hear; behaviour; behavior; blunt; candid; candour;"
        "candor; frank; honest with; bad news; in private; take … aside; sit … down; i tell {peer};"
        "tell … how it; confront; raise it with; address it; speak to him; speak to her;"
        "interrupt; sarcastic; rude; harsh; tone; example from; give … example; be angry; say that i have",
    ),
    "being-told": Concept(
        "criticism received",
        "feedback … receive/get/give/hear/take; receive … feedback; get … feedback; be told; hear that you; difficult to work with;"
        "weakness; criticism of me; criticise me; criticize me; about my; my comments; my manner; my style; my tone;"
        "my habit; habit of; blind spot; you be right; told me that; tell me that; she tell me; he tell me; tell me i;"
        "say i; say that i; i thank him; i thank her; about myself; how i come across; not know that i; my intent;"
        "people avoid; i interrupt; reading myself; improve myself; develop myself; because of me",
    ),
    # Work and time
    "priorities": Concept(
        "choosing what comes first",
        "prioritise; priority; most important; what matter; matter most; drop; put … first; come first; postpone; defer;"
        "trade off; tradeoff; trade-off; cut scope; cut; scope; backlog; too much; overload; workload; juggle; competing;"
        "conflicting; at the same time; at once; together; not to work on; leave undone; undone; would not get; leave out;"
        "sort; triage; rank; order of; smallest thing; must have; nice to have; sacrifice; what could wait; urgent; both",
    ),
    "deadline": Concept(
        "a deadline",
        "deadline; due; in time; on time; fixed date; promised day/date; weeks left; days left; weeks before; days before;"
        "time pressure; tight; short notice; running out; out of time; too little time; last minute; last-minute; deliver by;"
        "original date; could not be moved; by the end of; weeks to; days to;"
        "in three weeks; in two weeks; in four weeks; within two; within three; months to; schedule; late; ahead of; early;"
        "go out; extension; day of; half a year; cut-off; before christmas; opening day; term; exam; season",
    ),
    "promise": Concept(
        "a promise and bad news",
        "promise; break … promise; commitment; expectation; bad news; would not get; not get it; tell … early;"
        " keep … informed; disappoint; let … down; manage expectations; own that;"
        "inform; deliver … news; push the date; not be ready",
    ),
    "trust": Concept(
        "winning trust back",
        "trust; let … down; regain; repair … relationship; relationship; restore; win … back; make good; refund; apologise;"
        "apology; compensate; confidence; rely on; credibility; faith; loyal; promise; after letting;"
        "make up for; call each; in person; keep my word",
    ),
    "ambiguity": Concept(
        "an unclear task",
        "ambiguous; ambiguity; unclear; vague; fuzzy; no brief; no instructions; no guidance; no guideline; undefined;"
        "open-ended; from nothing; from scratch; blank; nobody could say; nobody can say; without direction; no definition;"
        "not wait for; no metric; no precedent; no example; figure out; not document; undocumented; no plan; no owner;"
        "did not know what; what is meant; no specification; turn it into; find your way; gave me a"
        " goal; guesses; no one know; no process",
    ),
    "incomplete-facts": Concept(
        "deciding without all the facts",
        "incomplete; little information; hardly any information; no information; not know; could not know; no data;"
        "without data; missing information; guess; intuition; gut; instinct; uncertain; uncertainty; unsure; lag; blind;"
        " half the facts; not wait for; not be sure; could not tell; weigh the; what can be undone; worst case;"
        "before everything was known; assumption",
    ),
    "quickly": Concept(
        "a decision made fast",
        "no time; quickly; quick; fast; at once; immediately; on the spot; within minutes; minutes; in minutes; ten minutes;"
        "twenty minutes; within an hour; next hour; same afternoon; same day; within hours; at short notice; right away;"
        "before noon; by noon; {short} to decide; split second; there and then; hurry; urgent; emergency; rush",
    ),
    "decision": Concept(
        "a decision",
        "decide; decision; judgment; judgement; make a call; make the call; the call; option; alternative; weigh; choose;"
        "choice; trade-off; dilemma; pros and cons; criteria; consequences; stakes",
    ),
    "undecided-alone": Concept(
        "acting without asking first",
        "without … permission; without ask; without wait; ask nobody; ask no one; nobody first; tell … afterwards; act first;"
        "inform … afterwards; after the fact; at once after; go ahead; unless … object; on my own;"
        "of my own accord; my own call; by myself; alone; on your own; before she ask; before he ask; could not reach;"
        "unreachable; nobody … could decide; on leave; i decide; own initiative; autonomy; not wait"
        " for; begin with; volunteer; no approval; first … then tell",
    ),
    "unasked": Concept(
        "doing what nobody had asked for",
        "nobody … ask; no one … ask; not ask; unasked; proactive; initiative; volunteer; take it upon; not my job;"
        "not my task; not … business; belong to nobody; nobody own; nobody's; no owner; no longer own; orphan;"
        "nobody's project; no mandate; nobody want to; take care of; it bother me; own time; in my spare;"
        "hack day; nobody i ask; neglected; fall between; somebody else's job; go beyond; beyond my role; beyond my job;"
        "extra mile; by the way; noticed that",
    ),
    "other-than-asked": Concept(
        "delivering something else than was asked for",
        "be ask to; ask for one thing; deliver another; instead; in place of; not needed; need no; did not need;"
        "real problem; change the problem; different problem; wrong problem; wrong question; turn out that; first ask;"
        " offer the alternative; alternative; reframe; what they really; counter-proposal",
    ),
    "own-standards": Concept(
        "holding to quality",
        "quality; standard; bar; thorough; rigour; rigor; refuse to cut; refuse to lower; would not launch; not ready;"
        "excellence; careful; defect; flaw; bug; double-check; test; check; inspect; audit; raise the; highest; cut corners;"
        "no shortcut; insist; not good enough; acceptable; polish; craft; review; meticulous; accuracy",
    ),
    "lasting": Concept(
        "a lasting solution",
        "lasting; long term; long-term; quick fix; root cause; for good; technical debt; shortcut; patch; workaround;"
        "temporary; band-aid; sustainable; proper fix; so that it can not happen; not happen again; never again; underlying;"
        "cause; permanent; symptom; foundation; prevent",
    ),
    # With others
    "across": Concept(
        "working with another function",
        "cross-functional; cross functional; collaborate; collaboration; partnership; partner; joint; jointly; other"
        " {unit}; another {unit}; different {unit}; from product; from design; designer; design want; marketing; sales;"
        " legal; finance; editor; editorial; researcher; scientist; artist; actuary; lawyer; pharmacist; physician; surgeon;"
        "doctor; therapist; social worker; operations; support; engineer; engineering; together with; work with; working with;"
        "side by side; pair; outside engineering; outside my field; discipline; specialist; expert; counterpart; both {unit};"
        "shared goal; interdisciplinary; stakeholder; partner with",
    ),
    "explaining": Concept(
        "explaining something hard",
        "explain; explanation; plain words; plain language; plain; non-technical; nontechnical; not technical;"
        "without a technical; translate; understandable; understand; jargon; simple words; analogy; metaphor; picture;"
        "sketch; draw; diagram; black box; sentence; layman; lay person; make clear; make sense of; demonstrate",
    ),
    "leading": Concept(
        "leading people",
        "lead; leadership; leader; direct report; report to me; in charge; head of; run the; coordinate; organise; steer;"
        "my team; delegate; set direction; vision; mobilise; manage people; manage a team; assign; responsible for … people;"
        "goal for; set … context; responsibility for",
    ),
    "without-authority": Concept(
        "moving people without being in charge",
        "without authority; no authority; any authority; without being in charge; not in charge; not my place; no mandate;"
        "no say; had no say; did not report to; not report to; no power; without a title; without title; owe … nothing;"
        "owe me nothing; own accord; by itself; across {unit}; all the team; every team; other team; each team;"
        " several team; many team; several group; other department; every department; all department; whole company;"
        "company take; company-wide; across the company; became the standard; adopted; grass roots; i be one of",
    ),
    "standard": Concept(
        "a standard for many teams",
        "standard; convention; guideline; common; shared; adopt; adoption; template; format; checklist; protocol;"
        "across team; across {unit}; every team; all team; each team; everybody use; rolled out; company take; schema;"
        "contract; policy; rule; consistent; uniform; roll-out; tool; way of working",
    ),
    "growing-people": Concept(
        "helping somebody grow",
        "mentor; coach; teach; taught; tutor; train anyone; train her; train him; train them; apprentice; intern; trainee;"
        "junior; newcomer; grow with; have grow; grow into; grew into; develop … people; shine; learn from me;"
        " get promoted; be promote; promotion; post; pair with; sit beside; encourage; potential;"
        "confidence; teaches; hour every; hour a week; onboard; student; step up; now lead; now run; now teach;"
        "with your help; with my help; protege; succeed me; delegated",
    ),
    "stepping-back": Concept(
        "giving something up for others",
        "give up; sacrifice; step back; stand back; in my place; instead of me; hand … over; hand over; hand it to; credit;"
        "share credit; good of others; good of the; interest of; company's interest; at a cost; cost me;"
        "cost to yourself; own goal; own team's goal; my team miss; ahead of; put … before; i want for; had wanted; for her;"
        "stay out; let her lead; let him lead; my own promotion; not for me; unselfish; selfless;"
        "selflessness; selflessly; miss … goal; lend; lent; share; generous",
    ),
    "helping": Concept(
        "helping out",
        "help; helped out; support; assist; pitch in; cover for; step in; fill in; in need; rescue; take over; stand in;"
        "backup; in trouble; join them; give … time; overloaded colleague; took on; extra shift; lend a hand; on their behalf",
    ),
    "hiring": Concept(
        "hiring",
        "hire; hiring; recruit; recruiter; interviewer; job interview; whiteboard; candidate; job offer; applicant; better offer;"
        " vacancy; fill a post; selection; onboarding; new hire; probation; shortlist; staffing; headcount",
    ),
    "weak-performance": Concept(
        "somebody's weak performance",
        "underperform; performance problem; performance issue; poor performance; weak performer; low performer; struggle;"
        "direct report; report of mine; missing deadline; kept missing; not deliver; not pull; improvement plan; slack; lazy;"
        "behind; warning; motivation; performance review; a report",
    ),
    "dismissal": Concept(
        "letting somebody go",
        "let … go; letting … go; dismiss; dismissal; fire someone; fire somebody; fire a; be fire; lay off; laid off; layoff;"
        "redundancy; redundant; terminate; part ways; remove a; remove … performer; sack",
    ),
    "strong-team": Concept(
        "what makes a team strong",
        "strong people; high-performing; high performing; teamwork; team spirit; best team; team culture; culture of; morale;"
        "team habit; psychological safety; atmosphere; retro; ritual; trust each other; team of",
    ),
    "holding-together": Concept(
        "keeping people together",
        "keep … together; morale; spirit; none … left; nobody left; none of … leave; stay; leftover; calm;"
        "hard stretch; hard time; difficult time; hard period; hold … together; reassure; encourage; motivate;"
        "team through; cheer; comfort; support each other; look after; exhausted; keep others",
    ),
    "mediating": Concept(
        "settling a quarrel of others",
        "mediate; mediation; mediator; reconcile; between two; two colleagues; both of them; blame each other; blame another;"
        "not speaking; peace; settle their; listen to both; both side; bring … together; referee; feud",
    ),
    "bad-behaviour": Concept(
        "behaviour that harms a team",
        "toxic; brilliant; interrupt; talk over; rude; sarcastic; bully; bullying; harass; shout; yell; arrogant;"
        "finish … sentence; cease to speak; harm the team; difficult colleague; difficult person; difficult to work;"
        "avoid; around them; intimidate; disrespect; gossip; silence others; behaviour; behavior",
    ),
    # New ideas
    "idea": Concept(
        "a new idea",
        "idea; invent; invention; inventive; creative; creativity; original; novel; new approach; unconventional; unusual; silly;"
        "nobody … tried; come up with; imagine; imagination; brainstorm; hack; experiment; outside the box; clever;"
        "surprising; trick; improvise; innovate; innovation; innovative; nobody have thought; joke;"
        "what if; new way; different form; turn … into; first of its kind",
    ),
    "others-idea": Concept(
        "taking up somebody else's idea",
        "someone else's idea; somebody else's idea; whose idea; other people's idea; her idea; his idea;"
        "their idea; instead of your own; instead of my own; joke that; joked; suggest by; had suggested; suggestion; it was"
        " … idea; not my idea; question lead to; take it up; take … up; run with; credit; proposed that;"
        "better than mine; teammate suggest; listened to",
    ),
    "experiment": Concept(
        "an experiment",
        "experiment; try; tried; trial; pilot; prototype; hypothesis; control group; comparison group; blind test; blind;"
        "compare; mock; cheap test; smallest test; by hand for; by hand before; small scale; proof of concept; test it;"
        "a b test; test group; be proved wrong; tried it; ran old and new; replay; sample; sandbox; simulate; dry run",
    ),
    "cheap": Concept("something cheap", "cheap; cheaply; little money; little effort; in two days; within days; by hand; paper; pencil; small; low-cost; cost about; quick and"),
    "simplifying": Concept(
        "making something simpler",
        "simplify; simple; simpler; simplification; complexity; complicated; complex; over-engineered; overengineered; remove;"
        "removing; delete; deletion; fewer; cut down; reduce; streamline; unnecessary; superfluous; get rid; throw away;"
        " one page; from … to; steps; redundant; lean; instead of … months; without it; not needed;"
        "shorten; half the; bloated; outgrown; clear out",
    ),
    "automating": Concept(
        "automating work",
        "automate; automation; automatic; automatically; by hand; manual; manually; script; bot; macro; tool; parser; repetitive;"
        "routine; robot; spreadsheet; saves … hours; program; software",
    ),
    "scale": Concept(
        "growth and scale",
        "scale; scaling; volume; traffic; tripled; doubled; capacity; ten times; spike; surge; peak; million; growth; demand;"
        "expand; expansion; overload",
    ),
    "migration": Concept(
        "a migration",
        "migrate; migration; move … to; moved; rewrite; legacy; old system; old and new; side by side; switch; port; transition;"
        "replace; replacement; new system; changeover; import; upgrade; convert; relocate; go over to",
    ),
    "launch": Concept(
        "a launch",
        "launch; release; roll out; rollout; ship; go live; went live; deploy; publish; opening; unveil; introduce; debut; premiere",
    ),
    "launch-stopped": Concept(
        "a launch held back",
        "hold the launch; hold … launch; stop the launch; delay; postpone; not ready; pull; withdraw; before the launch; before we"
        " launch; launch late; recall; would not launch; ask for … weeks; hold back; halt; launch … late",
        ("launch",),
    ),
    "ending": Concept(
        "ending a project",
        "end a project; end … project; end it; stop; stopping; pull the plug; shut … down; shut down; kill; cancel; advise to end;"
        "recommend stopping; abandon; wind down; close down; discontinue; cut … losses; sunk cost; wrong way; wrong direction;"
        "give up on; quit; switch … off; scrap",
    ),
    "own-project": Concept(
        "a project from start to end",
        "project; goal; baseline; from the first idea; from start to; end to end; effect; outcome; built; in production; trade-off;"
        "measured; owned; delivered; result; experiment; proud; proudest; favourite; most important project; walk through",
    ),
    "achievement": Concept(
        "a success",
        "proud; proudest; achievement; accomplish; accomplishment; best result; success; succeed; exceed; beat; record; award;"
        "prize; milestone; won; praised; became the; celebrate",
    ),
    # Facts
    "evidence": Concept(
        "facts that settled something",
        "evidence; proof; prove; number; figure; count; counted; data; measure; analysis; analyse; statistic;"
        "settle … by; show … number; replay; log; compare; notes of; i wanted numbers; facts;"
        "opinion; intuition; gut; survey; sample; test",
    ),
    "false-belief": Concept(
        "a belief that proved false",
        "belief; believe; assumption; assume; turned out; turn out; false; myth; everyone thought; everybody thought; view was;"
        "the talk was; taken for; had read … as; thought that; we had never checked; never checked; not true; wrong about;"
        "opposite; told nothing; surprise; surprising; conventional wisdom; common knowledge; take for granted; it was the",
    ),
    "changed-mind": Concept(
        "a changed mind",
        "change my mind; change your mind; opinion change; opinion of; change … opinion; convinced me; i was wrong; i have be wrong;"
        "wrong about; turned out to be wrong; turn out to be wrong; turn … wrong; i had thought; i had believed;"
        "came to see; i had read; reconsider; revise; i have expect; prove me wrong; was right; he be right; she be right",
    ),
    "metrics-lie": Concept(
        "figures that looked better than the truth",
        "dashboard; look good; reality; average; hide; on paper; claimed that; percent of …"
        " as promised; misleading; green; number that; told nothing; real number; blind spot;"
        " scored; test set; not match; looked fine",
    ),
    "forecast": Concept("a forecast", "forecast; predict; prediction; estimate; projection; outlook; planned on; anticipate; expectation of"),
    "decisive-work": Concept("work that others acted on", "act on; acted on; on it; based on; committee; used the; relied; planners; commitment; business"),
    "measuring": Concept("measuring an effect", "measure the effect; how you know; baseline; measure; metric; impact of; effect of; track"),
    # Learning
    "learning": Concept(
        "learning something new",
        "learn; learning; study; textbook; exercise; course; new to me; new to you; unfamiliar; beginner; know nothing;"
        "knew nothing; knowing nothing; never met; have never; first time; teach myself; taught myself; read up; pick up;"
        "get up to speed; new field; field; chapter; from zero; what i should read; outside … field; standard for;"
        "practise; practice; certificate; training; skill; language; curious; curiosity; in the first week; novice; no background;"
        "nobody on the team could; nobody on the team know; new technology; tutorial; caught … mistake",
    ),
    "teacher": Concept("somebody who taught me", "teacher; taught me; teach me; showed me; explained to me; my mentor; i ask … what; learn from; helped me; helped you"),
    "digging": Concept(
        "going to the bottom of something",
        "curious; curiosity; dig; investigate; investigation; root cause; look closer; trace; find out; found out; why; understand;"
        "before changing; read it first; go through; went through; puzzle; did not believe; look into; deep dive; details;"
        "one by one; each step; ask to; looked at; broke … down; compared; how it work; authors; long gone; have left",
    ),
    "old-system": Concept("a system that others left behind", "authors have leave; authors … gone; author; legacy; inherited; old code; grown for; understand before; complex system; existing system; nobody understand; no documentation; long gone; outgrown"),
    "listening": Concept(
        "listening to the people concerned",
        "talk to {client}; talking to {client}; interview with {client}; ask … {client}; {client} interview; listen; complaint;"
        "complain; {client} complain; call … {client}; rang; ring; call centre; call center; hear; what would help; watch;"
        "observe; shadow; sit with; sat with; visit; go along; take me along; empathy; ask them; ask both; survey;"
        "focus group; own words; before building; people concerned; {client} say; while she worked; while he worked",
    ),
    "on-the-spot": Concept(
        "going to see for oneself",
        "leaving your desk; leave … desk; go and see; on site; in person; ride along; take me along; for a week; call centre;"
        "call center; shop floor; sat with; sit with; visit; went to each; walk; watch … work;"
        "watch the work; while she worked; field; in the yard; factory; shadow; spent a day; behind the counter",
    ),
    # Change and pressure
    "change": Concept(
        "a sudden change",
        "sudden; suddenly; change of plan; change in; adapt; adjust; reorganise; reorganisation; restructure; reorg; shake-up;"
        "upheaval; dissolve; split; merger; withdrawn; withdraw; new manager; third manager; halfway; pivot; unexpected;"
        "out of the blue; cancelled; overnight; moved to another; team was split; budget cut; lost a; new priority; shift;"
        "unforeseen; disrupt; turn upside; quit; resigned",
    ),
    "outage": Concept(
        "an emergency",
        "outage; incident; emergency; crisis; on call; on-call; production; go down; went down; be down; crash; alarm; go dark;"
        "went dark; break down; breakdown; roll back; rollback; restore; recover; evacuate; evacuation; leak; flood;"
        "stopped working; power cut; accident; things be on fire; on fire; blackout; post-mortem; postmortem; runbook; halt;"
        "break … for; breaking something; ambulance; escalate; page; bring … back; 999; urgent; failure of",
        ("pressure", "quickly"),
    ),
    "own-outage": Concept(
        "harm done by one's own change",
        "my deploy; my change; my commit; my release; my bug; i ship; break … production; caused … outage; cause an outage;"
        "charged twice; broke … for; breaking something; for real users; impacted production; i … broke; take down;"
        "it was my commit; rolled back; real user",
        ("mistake", "outage", "owning"),
    ),
    "pressure": Concept(
        "pressure",
        "pressure; stress; calm; tense; tensest; panic; nerve; nervous; high-stakes; high stakes; at stake; night; hectic;"
        "overwhelm; fear; afraid; scared; anxious; midnight; evening; composure; breath; clock; weekend; scramble;"
        "seconds; alone on; intense; noise",
    ),
    "endurance": Concept(
        "keeping at it",
        "persist; persistent; persevere; perseverance; keep going; obstacle; setback; tenacity; tenacious; not give up;"
        "never give up; try again; tried again; bounce back; recover from; hard year; resilience; resilient; despite; in spite;"
        "long haul; stubborn; patience; patient with; difficult period; hardship; challenge; overcome",
    ),
    "upheaval": Concept(
        "upheaval in an organisation",
        "reorganise; reorganisation; restructure; upheaval; shake-up; dissolve; split over; third manager; new manager;"
        "team was split; closure; closing; organisational; downsizing; cuts; spin-off; new leadership; several manager;"
        "three manager; two department",
        ("change",),
    ),
    # Right and wrong
    "ethics": Concept(
        "right and wrong",
        "ethic; ethical; moral; dilemma; right thing; principle; integrity; dishonest; honest; lie; lying; legal but; conscience;"
        "would not sign; unfair; fair; fraud; bribe; conflict of interest; whistle; harm;"
        "values; discriminate; discrimination; exploit; vulnerable; justify; mislead; cheat; misuse;"
        "objectionable; responsible; right to",
    ),
    "privacy": Concept("personal data", "privacy; personal data; gdpr; consent; confidential; erase; erasure; forget people; delete data; anonymous; anonymise; patient record; data protection; identify somebody; delicate data; sensitive data; leak of data"),
    "rules": Concept(
        "law and rules",
        "legal; law; lawful; regulator; regulation; regulatory; compliance; comply; audit; auditor; lawyer; court; licence; license;"
        "inspector; inspection; authorities; rights; statutory; constraint; policy; permit; certification",
    ),
    "security": Concept("a break-in", "security; breach; break-in; break in to; hacker; hacked; attacker; phishing; vulnerability; password; intrusion; intruder; malware; ransomware; burglary; theft; stolen"),
    "safety": Concept("safety", "safety; unsafe; injury; injure; hazard; hazardous; accident; near miss; protective; fall risk; dangerous; danger; helmet; infection; overdose; wrong dose"),
    # Money and markets
    "cost": Concept(
        "money saved",
        "cost; money; save; saved; savings; expensive; cheaper; spend; bill; euro; dollar; pound; waste; idle; invoice; frugal;"
        "economise; price; pay for; paid for; less money; cut … cost; bring down; purchasing; budget; compute; expense",
    ),
    "budget": Concept("a budget", "budget; budgeting; yearly budget; fiscal; financial plan; funding; grant"),
    "competition": Concept("a competitor", "competitor; competition; rival; overtake; market share; outsell; undercut"),
    "acquisition": Concept("a takeover", "acquire … company; acquisition; merger; takeover; take over by; bought by; buy by; new owner"),
    "investors": Concept("investors", "investor; fundraise; fundraising; pitch; venture capital; start-up; startup; found a company"),
    "selling": Concept("selling", "sale; sell; seller; deal; lead generation; prospect; quota; contract; close a deal; upsell; account"),
    # People who are left out
    "left-out": Concept(
        "people who were left out",
        "overlook; leave out; left out; unheard; heard; voice; quiet; quietest; silent; silence; speak up; cease to speak;"
        "exclude; excluded; exclusion; newest; never ask; nobody had asked; not been asked; ignored; invisible; missing;"
        "credit; not in the room; contribute; contributed; could not before; everyone get heard; every voice;"
        "talk over; interrupt; shy; remote colleague; background; outsider",
    ),
    "fairness": Concept(
        "fairness and bias",
        "bias; biased; prejudice; unfair; fair; fairer; fairness; discriminate; discrimination; disadvantage; diverse; diversity;"
        "minority; immigrant; gender; woman; women; ethnic; race; racial; equal; equity;"
        " stereotype; privilege; worst group; underrepresented",
    ),
    "unlike-us": Concept(
        "people unlike oneself",
        "unlike; inclusive; inclusion; include; accessible; accessibility; disabled; disability; wheelchair; deaf; blind user;"
        "accent; dialect; elderly; rural; foreign; language; translation; translate; different background;"
        "people of; everyone can; not like me; screen reader; colour-blind",
    ),
    "culture": Concept(
        "a difference of cultures",
        "cultural difference; different culture; another culture; cultural; country; abroad; time zone; global; international;"
        "hours ahead; hours behind; overseas; foreign; custom; local; another country; different country; religion",
    ),
    "distance": Concept("working at a distance", "remote; remotely; home office; from home; distributed; video call; not see in person; different location; another site; pandemic; lockdown; virtual"),
    # Things a story is rarely about by chance
    "audience": Concept("speaking to an audience", "large audience; audience; speech; public speaking; keynote; conference talk; give a talk; on stage; lecture; presenting to; hundred people"),
    "publishing": Concept("something published", "publish a paper; published: papers; papers; paper; article; journal; book; blog; author of a; column; newsletter; thesis"),
    "open-source": Concept("open source", "open source; open-source; maintainer; upstream; contributor"),
    "community": Concept("work for a community", "community; charity; volunteer at; outside your job; outside work; outside my job; neighbourhood; donate; nonprofit; voluntary; fundraiser"),
    "relocation": Concept("moving elsewhere", "move to another country; moving to another; relocate; relocation; emigrate; visa; new city; expatriate"),
    "burnout": Concept("exhaustion", "burnout; burn out; burned out; exhaustion; exhausted; sick leave; overwork; work-life; mental health; therapy"),
    "break": Concept("a long absence", "parental leave; return to work; returning to work; long break; sabbatical; career break; long illness; gap in"),
    "union": Concept("workers' representatives", "strike; works council; trade union; union; collective agreement; picket"),
    "patent": Concept("a patent", "patent; intellectual property; copyright; trademark; infringement"),
    "memo": Concept("a written company culture", "culture memo; the memo; memo; keeper test; company culture; written culture; freedom and responsibility; core principles; our culture; high-performance culture; culture deck"),
    "motivation": Concept(
        "what one wants from work",
        "why this; why do you want; next role; this role; tell me about yourself; about yourself; in five years; five years; yourself in;"
        "which level; career goal; motivate you; passion; dream; why netflix; why us; leave your job; salary; suit you; hobby",
    ),
    "coding": Concept(
        "a programming exercise",
        "algorithm; implement; write a function; binary tree; given a list; given a; linked list; median; anagram; graph; matrix;"
        "string; recursion; sort an array; array; data structure; find how many; time complexity; regex",
    ),
    "system-design": Concept("a design exercise", "design a; design the; architect a; architect; how would you build; how would you design; architecture; consistency; throughput; load balancer; shard; inference service; real-time"),
    "theory": Concept(
        "textbook knowledge",
        "difference between; explain the; precision and recall; regularization; regularisation; loss function; gradient; bagging; boosting;"
        "transformer; attention; overfitting; hypothesis test; what is a; how does … work; define; language model; reinforcement learning",
    ),
    "model": Concept("a model", "machine learning; neural network; classifier; model; training data; label; recommendation; ranking; drift; feature; inference; train a"),
}  # fmt: skip

TOPICS: Mapping[str, tuple[str, ...]] = {
    "conflict": ("disagreement",),
    "feedback": ("telling", "being-told"),
    "failure": ("failure", "mistake"),
    "prioritisation": ("priorities",),
    "ambiguity": ("ambiguity",),
    "decision-making": ("decision",),
    "autonomy": ("unasked", "undecided-alone"),
    "collaboration": ("across",),
    "leadership": ("leading", "persuading"),
    "people-management": ("leading",),
    "innovation": ("idea",),
    "selflessness": ("stepping-back",),
    "inclusion": ("left-out", "fairness"),
    "learning": ("learning",),
    "resilience": ("endurance", "change"),
    "project-deep-dive": ("own-project",),
    "culture-memo": ("memo",),
    "motivation": ("motivation",),
    "model-architecture": ("theory",),
    "training-and-tuning": ("theory", "model"),
    "evaluation-and-drift": ("theory", "model"),
    "product-systems": ("system-design",),
    "ml-systems": ("system-design", "model"),
    "serving-and-operations": ("system-design", "outage"),
    "algorithms": ("coding",),
    "streams": ("coding",),
    "media-data": ("coding",),
}
"""What a question of a topic turns on, whatever its words."""
