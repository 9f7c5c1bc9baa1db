"""Concepts: disagreeing, persuading, saying and hearing hard things."""

from collections.abc import Mapping

from stories.core.vocabulary.concept import Concept

DISAGREEMENT: Mapping[str, Concept] = {
    "disagreement": Concept(
        label="a disagreement",
        asked=(
            "disagree; disagreement; objection; argument; push … back; pushback; conflict; clash; dispute; quarrel; "
            "contradict; dissent; debate; challenge … decision/plan/view/idea; stand … up to; tension; friction; "
            "opposite; confront; not see eye to eye; contention; question … decision; opposed; stood against; argued; "
            "at odds; contrary; wrong decision by; contested; voice concerns; pushed back; differing opinion/view; "
            "unpopular opinion; stand alone; controversial; had doubts"
        ),
        told=(
            "not agree; not convince; say no; refuse; against it; against the; be against; insist; dislike; "
            "sceptical; skeptical; attack; critic; i think that … would; not believe; doubt; my reason; both want; "
            "want the; wanted … instead; other side; i offer; i say so; not persuade"
        ),
        near=("refusal", "resistance"),
    ),
    "above": Concept(
        label="somebody more senior",
        asked=(
            "{boss}; more experienced; upwards; higher up; hierarchy; authority figure; above you; far above; "
            "stakeholder; in charge; those above; people above; staff engineer"
        ),
        told="head of; year in the company; author of; above me; board; veteran",
    ),
    "refusal": Concept(
        label="a refusal",
        asked=(
            "on principle; decline; veto; draw … line; stand firm; stand your ground; speak up; speak out; reject "
            "… request; turn … down; uncomfortable position; unpopular; said no; turned down; refused; would not "
            "do; stood up; against your conscience; stood alone; against the crowd; resist pressure; not go "
            "along; line you would not cross; on your own against"
        ),
        told=(
            "i would not; i will not; not sign; alone in the; not give in; not willing; stop the line; not put my "
            "name; insist; in front of everybody; warn; offer … alternative; my own risk"
        ),
        near=("disagreement",),
    ),
    "going-along": Concept(
        label="carrying out what others decided",
        asked=(
            "disagreed and committed; commit to a decision; lose the argument; overrule; outvote; carry … out; go "
            "along with; help it succeed; thought … wrong and; not your choice; support a decision; behind a "
            "decision; unpopular decision; not agree with and; against your advice; accept a decision; decision "
            "you do not; fully help; decision … disagree; disagreed with and; disagree but; even though you "
            "disagreed; wrong and had to; had to carry; lost an argument; not get your way; back a decision; "
            "someone else's plan; not your idea; follow through on"
        ),
        told=(
            "decide against; decide for it; decide otherwise; question be close; vote against; i be against; be "
            "decide; once it be; fall in line; although i; i have argue; my objection; my old; my worry; make it "
            "work; settled"
        ),
    ),
    "persuading": Concept(
        label="persuading others",
        asked=(
            "persuasion; win … over; win over; buy in; adoption; make the case; sell an idea; lobby; rally; bring "
            "… round; change … mind of; change … their mind; get … on board; get … agree; get … to accept; "
            "persuaded; convinced; change someone's mind; changed people's; sell your idea; win support; gained "
            "support; influencing; advocacy; advocate; champion; get support; get your way; negotiating"
        ),
        told=(
            "accept; talk … into; sell … on; come round; sceptic; reluctant; show … number; show … figure; try it "
            "themselves; ask for a trial; suggest a trial; on one page; strongest critic; vote"
        ),
        near=("without-authority",),
    ),
    "resistance": Concept(
        label="resistance to something new",
        asked=(
            "reluctance; unwilling; skeptical; introducing; opposition; change-averse; cold reception; used to "
            "the old; resisted; pushback; people who did not want; scepticism; unwanted change; new process; "
            "change people did not; objections to"
        ),
        told=(
            "some … say; dislike; lower the bar; always be do; critic; will not change; grumble; object; refuse; "
            "doubt; complain; hostile; say no; worry; fear; not want"
        ),
        near=("persuading", "disagreement"),
    ),
    "compromise": Concept(
        label="a compromise",
        asked=(
            "compromise; give … up so that; meet … halfway; middle ground; give and take; negotiation; trade-off "
            "with; settle … difference; both sides; win-win; common ground; conflicting interest; mutual; give up "
            "to; gave up so; conceding; concessions; meet in the middle; agree with … on; find agreement; settled "
            "it; settle on; both parties; give way; agreement between"
        ),
        told=(
            "halfway; in return; live with; i give up; gave up a; she give up; he give up; they give up; half of; "
            "agree to; in exchange; settle; trade; combine; offer two; partly right; some of; swap"
        ),
    ),
    "telling": Concept(
        label="telling somebody something hard to hear",
        asked=(
            "feedback; criticise; criticism; difficult conversation; hard conversation; hard talk; hard message; "
            "difficult to deliver; difficult to say; unpleasant; awkward; candid; candour; candor; be honest "
            "with; direct with; bad news to; manner; behaviour of; about … behaviour; confront a; speak frankly; "
            "tell a colleague; tell a friend; tell a peer; honest conversation; told someone; hard to say; hard "
            "truth; said the hard; uncomfortable; difficult message; tell your boss; tell your manager; address a "
            "problem with; spoke honestly; tough conversation; tough message"
        ),
        told=(
            "hard to hear; in private; ask him for; ask her for; take … aside; i tell {peer}; i tell my {peer}; i "
            "say to; should have tell; example from; give … example; be angry; sarcastic; harsh; tone; he say; "
            "she say; they say; behaviour; friend; hurt; blunt"
        ),
        near=("bad-behaviour",),
    ),
    "being-told": Concept(
        label="criticism received",
        asked=(
            "hear that you; difficult to work with; weakness; blind spot; about yourself; feedback; what others "
            "say about you; hard to take; because of a colleague; habit; criticised; criticism; someone told you; "
            "unwelcome truth; hard to hear; what would your colleagues; your manager say; flaw; shortcoming; work "
            "on yourself; change in yourself; behaviour of yours; taken aback; your own behaviour; drop because; "
            "develop yourself"
        ),
        told=(
            "tell me that; she tell me; he tell me; tell me i; said to me; my manner; my style; my tone; people … "
            "avoid; be right; was told; i interrupt; ask … example; not know that i; my intent; i begin to; "
            "without me"
        ),
        near=("changed-mind",),
    ),
    "bad-behaviour": Concept(
        label="behaviour that harms a team",
        asked=(
            "toxic; rude; bully; harass; arrogant; harm … team; hurt … team; difficult colleague; difficult "
            "person; difficult coworker; disrespect; brilliant; behaviour; behavior; manner; conflict in the "
            "team; dominate"
        ),
        told=(
            "interrupt; sarcastic; talk over; shout; finish … sentence; cut … off; cease to speak; avoid; gossip; "
            "harsh; laugh at; ignore; intimidate; angry; style"
        ),
        near=("telling",),
    ),
    "mediating": Concept(
        label="settling other people's quarrel",
        asked=(
            "mediation; reconcile; between two; between colleagues; partly somebody else's; somebody else's "
            "fault; referee; feud; two colleagues; two people who; not get along; quarrelling; fight between; "
            "conflict between; between others; caught between; resolve a conflict; settle a conflict; rift"
        ),
        told=(
            "blame each other; blame another; not speak to; both of them; listen to both; sat … both; bring … "
            "together; peace; took turns; each side"
        ),
    ),
    "conflicting-aims": Concept(
        label="people with opposing aims",
        asked=(
            "opposite goal; opposite aim; different goal; competing goal; competing interest; different priority; "
            "opposite interest; what … want and what; clash between; different incentive; between departments; "
            "two departments; different interests; different aims; what design wants; competing demands; "
            "opposing; pull in different; each wanted; incompatible; conflicting"
        ),
        told="be measure on; want the; each team; both want; they want; we want; swap; trade",
    ),
}
