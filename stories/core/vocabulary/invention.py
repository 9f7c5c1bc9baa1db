"""Concepts: making something new, simpler, cheaper."""

from collections.abc import Mapping

from stories.core.vocabulary.concept import Concept

INVENTION: Mapping[str, Concept] = {
    "idea": Concept(
        label="a new idea",
        asked=(
            "creativity; original; novel; unconventional; unusual; come up with; imagination; outside the box; "
            "new approach; new way; improvise; ingenious; brainstorm; out of nothing; ideas; invented; innovate; "
            "clever; different way; differently than others; nobody had tried; nobody had done; first to; bold; "
            "bet; think differently; surprising; unexpected solution; inspired; experimental; outlandish; "
            "workaround"
        ),
        told=(
            "nobody have … think/try; silly; joke; hack day; trick; prototype; what if; turn … into; different "
            "form; first of its kind; cheap to; never … be do; instead of a; experiment; sketch; hypothesis"
        ),
        near=("experiment",),
    ),
    "others-idea": Concept(
        label="adopting somebody else's idea",
        asked=(
            "someone else's idea; somebody else's idea; other people's idea; another person's idea; idea of a "
            "colleague; colleague's idea; run with; unlikely idea; others' ideas; other person's idea; not your "
            "own; an idea that was not; a better idea; better idea than; from someone else; idea from a; idea of "
            "another; who had the idea; junior's idea; adopt someone; borrowed; credit for; unlikely source; "
            "listen to an idea; instead of yours"
        ),
        told=(
            "joked; suggest by; her idea; his idea; their idea; not my idea; lead to; question lead; ask why; "
            "better than mine; listen to; fair question; proposed by; teammate suggest; take it"
        ),
    ),
    "experiment": Concept(
        label="an experiment",
        asked=(
            "trial; pilot; prototype; hypothesis; try … out; cheap test; new approach; smallest test; proof of "
            "concept; experimented; tried something; test it; test something; tested an idea; small test; quick "
            "test; validate; try first; new method; a/b test; learned from it; find out whether"
        ),
        told=(
            "comparison group; control group; blind; by hand for; by hand before; small scale; replayed; "
            "simulate; dry run; side by side; sample; wrong first; be prove wrong; vote; treatment"
        ),
        near=("evidence",),
    ),
    "simplifying": Concept(
        label="making something simpler",
        asked=(
            "simplify; simplification; complexity; overengineered; engineered; streamline; unnecessary; "
            "superfluous; lean; bureaucracy; less is more; simplest; made easier; complicated; reduced; removing; "
            "get rid; bureaucratic; process too; unneeded; subtract; leaner; cleaned up"
        ),
        told=(
            "delete; drop; replace; one sheet; instead of an estimated; instead of {number}; without it; not "
            "need; needed no; shorten; half the; outgrow; step; simply; plain; runtime; redundant; duplicate"
        ),
    ),
    "automating": Concept(
        label="automating work",
        asked=(
            "repetitive; routine work; tedious; robot; chore; automated; automatically; by machine; script; tool "
            "you built; built a tool; saves time; time saved; hours saved; manual"
        ),
        told=(
            "parser; bot; macro; tool; spreadsheet; program; service that; hours a week; minutes instead; "
            "importer; detector; each night; generated"
        ),
    ),
    "scale": Concept(
        label="growth and scale",
        asked=(
            "growth; ten times; spike; surge; expand; traffic; scaled; handle more; many users; high volume; growing"
        ),
        told="tripled; doubled; capacity; peak; overload; volume; thousand; more … than before",
    ),
    "migration": Concept(
        label="a migration",
        asked=(
            "legacy; rewrite; replace … system; new system; transition; changeover; switch to; move … from; "
            "migrating; moving to; changed systems; old system; old to new; upgraded; modernisation; conversion"
        ),
        told=(
            "move all; the old one; old and new; replacement; import; convert; switch … off; cutover; moved back; "
            "backfill; store"
        ),
    ),
    "own-project": Concept(
        label="a project from start to end",
        asked=(
            "project; walk … through a; take … through; end to end; deep dive; first idea; system you built; "
            "something you built; walk me through; take me through; from beginning; from idea; start to finish; "
            "whole story of; most complex; what did you build; work you"
        ),
        told=(
            "in production; baseline; from start; experiment; went live; launched; result; default; became; went into"
        ),
    ),
    "achievement": Concept(
        label="a success",
        asked=(
            "proud; proudest; accomplishment; best result; succeed; achieved; best work; successful; exceeded; "
            "went well; great result; result you; your impact; won; what you delivered; you have delivered"
        ),
        told=(
            "became; record; award; prize; milestone; praise; celebrate; promoted; improved; percent more; in its "
            "first year; twice as"
        ),
    ),
    "cost": Concept(
        label="money saved",
        asked=(
            "costs; money; expensive; cheaper; bill; budget; with less; economise; efficiency; bring down; savings; "
            "cloud; economical; spending less/money; cheap; cheaply; thrifty; frugality; wasteful; afford; return on"
        ),
        told=(
            "euro; dollar; pound; invoice; idle; paid for; thrift; supplier; avoided; half the price; runtime; fell by"
        ),
    ),
    "old-code": Concept(
        label="something others left behind",
        asked=(
            "authors; long gone; inherit; legacy; existing system; old code; neglected; old system; code you did "
            "not; left behind; undocumented; nobody understood; took over; someone else's code; predecessors; "
            "have left; had left"
        ),
        told=(
            "nobody own; grown for; outgrown; engineer leave; knew the code; read it first; before changing; was left"
        ),
    ),
    "meeting": Concept(
        label="how people meet",
        asked="discussions",
        told="agenda; in the room; recording; review meeting; minute of",
    ),
}
