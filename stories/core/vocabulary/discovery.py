"""Concepts: finding out, learning, changing one's mind."""

from collections.abc import Mapping

from stories.core.vocabulary.concept import Concept

DISCOVERY: Mapping[str, Concept] = {
    "evidence": Concept(
        label="facts that settled something",
        asked=(
            "evidence; proof; facts; intuition; opinion; by measuring; statistics; gut feeling; settle an "
            "argument; with data; using data; data-driven; show with; analysis; analysed; argued with; backed up; "
            "quantify; proved"
        ),
        told=(
            "curve; replay; log; notes of; wanted numbers; percent; survey; sample; show … number; query; both "
            "numbers; recording; figure; examples"
        ),
    ),
    "false-belief": Concept(
        label="a belief that proved wrong",
        asked=(
            "belief; believed; assumption; false; myth; prejudice; everyone thought; everybody thought; taken for "
            "granted; conventional wisdom; what everybody; accepted truth; confirm; assumed; thought to be; taken "
            "as; supposed; surprising; unexpected finding; counterintuitive; against expectations; preconception; "
            "turned out to be; data changing"
        ),
        told=(
            "turn out; had think; the talk be; view be; have read … as; in fact; never check; not true; opposite; "
            "told nothing; i expect; nobody have check; complained; it be wrong"
        ),
        near=("changed-mind",),
    ),
    "changed-mind": Concept(
        label="a changed mind",
        asked=(
            "changed your mind; turned out wrong; reconsider; revise; convinced otherwise; admit … wrong; you "
            "fought; fought for; changed your view; change of mind; change of heart; you were wrong; being wrong; "
            "proved wrong; proven wrong; wrong about; persuaded you; let go of an; rethink; rethought; a view "
            "you; strongly held; opinion; convinced you; call you got; came round"
        ),
        told=(
            "half right; be right; had think; i have think; i expect; i had believe; i have read; have take; come "
            "to see; not quite believe; i be against; misjudge; prove me wrong; argued for; my first thought; i "
            "recommend"
        ),
        near=("being-told", "ending"),
    ),
    "metrics-lie": Concept(
        label="figures that looked better than the truth",
        asked=(
            "dashboard; good to be true; too good; reality; misleading; wrong numbers; not what it seemed; on "
            "paper; metric; beautiful result; looked fine; looks good; numbers looked; misled; numbers lie; wrong "
            "measure; statistics that; deceptive; the numbers were; false number; data that was wrong; results "
            "that were wrong; gap between"
        ),
        told=(
            "hide; claim; honest figure; duplicate; blind spot; told nothing; correct the; not match; in fact; "
            "had report; never check; gain"
        ),
        near=("caught", "evidence"),
    ),
    "forecast": Concept(
        label="a forecast",
        asked="forecast; prediction; estimate; projection; outlook",
        told="off by; against the following; demand; curves",
    ),
    "decisive": Concept(
        label="work that others acted on",
        asked=(
            "acted on; depended on; rely on; business commitment; drove a; others had to; output drove; decision "
            "based on; used your; people acted; based their; business decision; others relied"
        ),
        told="booking; committee; planner; used the; relied; staff; order from; kept using",
    ),
    "measuring": Concept(
        label="measuring an effect",
        asked="measure the effect; how you know; metrics; effect of; impact of; judge a system; outcome",
        told="baseline; before and after; percent; comparison; counted again; over the next",
    ),
    "learning": Concept(
        label="learning something new",
        asked=(
            "new to you; unfamiliar; beginner; new field; new technology; new skill; get up to speed; from zero; "
            "outside your field; novice; useful in an; knew nothing; inexperienced; curiosity; curious; self-taught; "
            "out of your depth; learned; learnt; new area; new domain; new language; new subject; new tool; field "
            "that; without experience; no experience; never done; unknown to you; from scratch; taught yourself; "
            "studied; mastered; picked up; grow; technology or field; out of your comfort; comfort zone"
        ),
        told=(
            "new to me; textbook; exercise; read a; course; chapter; first week; first version; never meet; have "
            "never; i be new; ask {expert}; what i should read; explain to me; went through all; teach me; nobody on "
            "the team; standard; wrote … myself; practise; certificate; knew of"
        ),
        near=("teacher", "digging"),
    ),
    "teacher": Concept(
        label="somebody who taught you",
        asked=(
            "teacher; helped you; learning from; role model; taught; learned most from; learned the most; mentor; "
            "influenced you; expert; inspiration; most helpful; who helped; looked up to; who shaped"
        ),
        told=(
            "show me; explain … to me; caught it; caught my; year at the; corrected me; let me; watch her; watch him"
        ),
    ),
    "digging": Concept(
        label="getting to the bottom of something",
        asked=(
            "root cause; deep dive; dig; details; complex system; get to the bottom; puzzle; long gone; authors; "
            "inherited; analyse; troubleshoot; diagnose; understand why/how; find the cause; find out why; dug; "
            "complex problem; hard problem; difficult problem; mysterious; bug; debug; investigated; researched; look "
            "deeper; close look; get to know; unfamiliar code; how something works; existing system; source of"
        ),
        told=(
            "trace; look closer; did not believe; look into; at random; one by one; each step; code for; to find out; "
            "log; broke … down; noticed; looking at; read it; sorted; of the last"
        ),
    ),
}
