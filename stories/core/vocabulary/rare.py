"""Concepts that no story is about by chance: if none mentions them, none fits.

So a cue that people also use for something else has company here: not "matrix", which may be one of responsibilities,
but "matrix traversal"; not "strike", which is also what one does with a balance, but "on strike".
"""

from collections.abc import Mapping

from stories.core.vocabulary.concept import Concept

RARE: Mapping[str, Concept] = {
    "budget": Concept(
        label="a budget",
        asked=(
            "yearly budget; department's budget; draw up a budget; budget planning; manage a budget; financial plan"
        ),
    ),
    "competition": Concept(
        label="a competitor",
        asked="competitor; competition; rival; overtake; market share; outsell",
    ),
    "acquisition": Concept(
        label="a takeover",
        asked="acquire … company; acquisition; takeover; buy by; company be buy; be acquire",
    ),
    "investors": Concept(
        label="investors",
        asked="investor; fundraise; pitching; venture capital; found a company; startup; start-up",
    ),
    "selling": Concept(
        label="selling",
        asked="sale; salesperson; close a deal; sales prospect; quota; upsell; large contract; large account",
        told="deal; contract; sold; buyer; negotiated",
    ),
    "audience": Concept(
        label="speaking to an audience",
        asked="audience; speech; public speaking; keynote; giving a talk; on stage; lecture; several hundred people",
        told="hundred people; auditorium; microphone; conference talk",
    ),
    "publishing": Concept(
        label="something published",
        asked="publish; a paper; research/scientific paper; article; journal; a book; blog; newsletter; thesis",
        told="co-author; manuscript",
    ),
    "open-source": Concept(
        label="open source",
        asked="open-source; upstream project/maintainer",
        told="maintainers; sent a patch; community release",
    ),
    "community": Concept(
        label="work for a community",
        asked="community; charity; outside your job; outside work; neighbourhood; donate; nonprofit; voluntary work",
        told="volunteers; fundraiser; food bank; club",
    ),
    "relocation": Concept(
        label="relocating",
        asked="moving to another; relocation; emigrate; another city",
        told="visa; new city; moved to",
    ),
    "exhaustion": Concept(
        label="exhaustion",
        asked="burnout; burned out; burnt out; exhaustion; sick leave; work-life; mental health; overwork",
        told="slept; too tired; doctor told me; overtime",
    ),
    "absence": Concept(
        label="a long absence",
        asked="parental leave; returning to work; long break; sabbatical; career break; long illness; gap in your",
        told="back at work; after a year; reintegration",
    ),
    "union": Concept(
        label="workers' representatives",
        asked="on strike; a strike; strike action; works council; trade/labour union; a union; collective agreement",
    ),
    "patent": Concept(
        label="a patent",
        asked="patent; intellectual property; copyright; trademark; infringement",
    ),
    "memo": Concept(
        label="a written company culture",
        asked=(
            "memo; keeper test; company culture; written company; written culture; core principles; freedom and "
            "responsibility; culture deck; high-performance culture; sentence of our; four core"
        ),
    ),
    "motivation": Concept(
        label="what you want from work",
        asked=(
            "why this; why do you want; want from; next role; this role; tell me about yourself; "
            "in five years; see yourself; which level; career goal; why netflix; leave your job; salary; suit "
            "you; your strength; dream job; hobby"
        ),
    ),
    "coding": Concept(
        label="a programming exercise",
        asked=(
            "implement … function/algorithm; write a function; algorithm to; algorithmic challenge/problem; sorting "
            "algorithm; binary tree; linked list; sorted array; array of integers/numbers; anagram; find the median; "
            "running median; recursion; graph traversal; data structure; matrix traversal/multiplication; rotate … "
            "matrix; string manipulation; reverse … string; substring; moving average; duplicate video"
        ),
    ),
    "system-design": Concept(
        label="a design exercise",
        asked=(
            "design/architect/build … system/service/pipeline/dashboard/feature/api; how do you scale … "
            "system/service/model; system architecture; describe the architecture; design … data model"
        ),
        told="sharding; load balancer",
    ),
    "theory": Concept(
        label="textbook knowledge",
        asked=(
            "precision and recall; regularization; loss function; gradient descent; bagging and boosting; gradient "
            "boosting; transformer model; overfitting; language model; llm; reinforcement learning; data drift; "
            "attention mechanism"
        ),
    ),
    "model": Concept(
        label="a model",
        asked=(
            "machine learning; production model; model of yours; training data; recommendation model/system; "
            "labelled data"
        ),
        told="neural network; classifier; inference; ranker; dataset; data set; drift; evaluated",
    ),
}
