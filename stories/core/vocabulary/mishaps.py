"""Concepts: what goes wrong, and what is done about it."""

from collections.abc import Mapping

from stories.core.vocabulary.concept import Concept

MISHAPS: Mapping[str, Concept] = {
    "mistake": Concept(
        label="a mistake",
        asked=(
            "mistake; error; blunder; be/turn/prove … wrong; get … wrong; wrong call/decision/choice/judgment; "
            "mess up; screw up; misjudge; regret; do … differently; oversight; slip up; own fault; fall short of "
            "your own; make differently; wish … differently; wish you had; learn the hard way; what … would you "
            "change; wrong about; hindsight; looking back; poor decision; bad decision; bad call"
        ),
        told=(
            "my fault; my … fault; go wrong; choose badly; misread; misunderstand; overlook; careless; botch; "
            "forget; should have; i have not check/look/ask/notice/think; i have miss; miss one; my own doing; my "
            "bug; i break; i have break; had do it; in a hurry; skip; too late; too early; assume; treat … as; i "
            "have take; bad idea; apologise; my change; fool myself; put right"
        ),
        near=("failure", "own-harm"),
    ),
    "failure": Concept(
        label="something that failed",
        asked=(
            "fail; failure; not pay off; not work out; do not work; go wrong; go badly; fiasco; setback; fall "
            "short; below … expectation; miss … goal/target; come to nothing; unsuccessful; lose … "
            "client/contract/customer/deal/sale/game; bet … wrong; disappointing; collapse; defeat; not go as "
            "plan; not go to plan; let … down; crash and burn; not succeed; did not meet; result below; "
            "under-deliver; flopped; lost cause; never shipped; not go well; went south; missed the mark; dead "
            "end; come apart; fall apart; in vain"
        ),
        told=(
            "abandon; shut down; shut it down; nothing … be use again; fall through; worse than before; reject; "
            "turn down; recommend stopping; advise … stop/end; recommend … stop; disaster; backfire; give up on; "
            "break … promise; nothing come of; wasted; sunk cost; stop and; switch … back; move back; go back to; "
            "was too slow; did not sell; nobody use"
        ),
        near=("mistake", "ending"),
    ),
    "owning": Concept(
        label="owning up to it",
        asked=(
            "owned up; admit; admission; confess; apologise; apology; come clean; accountability; take … "
            "responsibility; take … blame; own … mistake; tell … leadership; before anyone else; before … find "
            "out; own it; accept … responsibility; face up; stand by; transparency; tell … truth; speak openly "
            "about; own your mistake; honest about"
        ),
        told=(
            "it be my; be my change/fault/mistake/number/decision/error; my own name; my name on; my part; sorry; "
            "correct … myself; i be wrong; that i have choose; say that i have; say … be my; my deploy; my "
            "commit; in front of; write in the; nobody else have notice; i have be wrong; i own that; refund; "
            "hide nothing; be honest; tell them my"
        ),
        near=("mistake",),
    ),
    "own-harm": Concept(
        label="harm done by your own change",
        asked=(
            "cause … outage; impact production; break production; in production; production incident; break "
            "something; break … for; worst thing; real user; damage; harm done; to production; cause … incident"
        ),
        told=(
            "my deploy; my change; my commit; my release; my bug; i ship; i have ship; i deploy; rolled back; i "
            "send … wrong; wrong dose; wrong address; i broke; i delete; it be my; undo; affected; recover"
        ),
        near=("outage", "mistake"),
    ),
    "repair": Concept(
        label="putting right what went wrong",
        asked=(
            "fix it; repair; put … right; make good; make up for; recover from … mistake; damage control; "
            "restore; remedy"
        ),
        told=(
            "roll back; rollback; refund; repay; compensate; back to normal; undo; re-run; rerun; replace; within "
            "the hour"
        ),
    ),
    "risk": Concept(
        label="a risk",
        asked=(
            "risk; risky; bet; gamble; bold; leap; far from certain; uncertain area; long shot; unknown "
            "territory; venture; take a chance; chance you took; dare; experimentation; moonshot; out on a limb; "
            "uncertain outcome; courage; stick your neck"
        ),
        told=(
            "untested; unproven; nobody have … do/run/try; never … be do before; nobody have do before; young; "
            "worst case; could go wrong; stop rule; fall back; safety net; reversible; be undone; what if; "
            "pioneer; not sure … would; odds; chance of"
        ),
    ),
    "caught": Concept(
        label="an error caught in time",
        asked=(
            "catch; near miss; spot; before it harm/reach/cause/become; before … harm; notice; too good to be "
            "true; prevent; early warning; before anyone was; foresee; anticipate a problem; early sign; stop … "
            "in time; averted; saw coming"
        ),
        told=(
            "i see that; discover; stumble; looking for something else; double check; recheck; look odd; not add "
            "up; suspicious; suspect; strange; recall; false alarm; duplicate; bug; stop in time; before the "
            "launch"
        ),
        near=("own-standards",),
    ),
    "outage": Concept(
        label="an emergency",
        asked=(
            "incident; emergency; crisis; on-call; go down; break down; breakdown; on fire; alarm; disaster; "
            "accident; firefighting; catastrophe; under fire; systems fail; major problem; outages; when … "
            "breaks; live issue; service failure"
        ),
        told=(
            "go dark; stop … work; roll back; rollback; restore; evacuate; leak; flood; power cut; blackout; "
            "ambulance; run out of; crash; queue up; halt; post-mortem; postmortem; runbook; escalate; all hands; "
            "failure of; collapse; rescue; recover; resume; database; server; night shift; back up; bring … back; "
            "cardiac; bleeding"
        ),
        near=("pressure",),
    ),
}
