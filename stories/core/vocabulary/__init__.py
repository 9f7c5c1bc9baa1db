"""What behavioral questions turn on, and the words for it in any job; data, written by hand."""

from collections.abc import Mapping

from stories.core.vocabulary.belonging import BELONGING
from stories.core.vocabulary.concept import GROUPS as GROUPS
from stories.core.vocabulary.concept import Concept as Concept
from stories.core.vocabulary.disagreement import DISAGREEMENT
from stories.core.vocabulary.discovery import DISCOVERY
from stories.core.vocabulary.invention import INVENTION
from stories.core.vocabulary.judgement import JUDGEMENT
from stories.core.vocabulary.mishaps import MISHAPS
from stories.core.vocabulary.pressure import PRESSURE
from stories.core.vocabulary.rare import RARE
from stories.core.vocabulary.teamwork import TEAMWORK

CONCEPTS: Mapping[str, Concept] = {
    **MISHAPS,
    **PRESSURE,
    **DISAGREEMENT,
    **TEAMWORK,
    **BELONGING,
    **JUDGEMENT,
    **INVENTION,
    **DISCOVERY,
    **RARE,
}
TOPICS: Mapping[str, tuple[str, ...]] = {
    "conflict": ("disagreement",),
    "feedback": ("telling", "being-told"),
    "failure": ("failure", "mistake"),
    "prioritisation": ("priorities",),
    "ambiguity": ("ambiguity",),
    "decision-making": ("decision",),
    "autonomy": ("unasked", "alone"),
    "collaboration": ("across",),
    "leadership": ("leading", "without-authority"),
    "people-management": ("managing",),
    "innovation": ("idea",),
    "experimentation": ("experiment",),
    "selflessness": ("stepping-back",),
    "inclusion": ("left-out", "fairness"),
    "learning": ("learning",),
    "resilience": ("endurance", "change"),
    "project-deep-dive": ("own-project",),
    "culture-memo": ("memo",),
    "motivation": ("motivation",),
    "model-architecture": ("theory",),
    "training-and-tuning": ("theory",),
    "evaluation-and-drift": ("theory",),
    "product-systems": ("system-design",),
    "ml-systems": ("system-design",),
    "serving-and-operations": ("system-design",),
    "data-modelling": ("system-design",),
    "algorithms": ("coding",),
    "streams": ("coding",),
    "media-data": ("coding",),
}
"""What a question on a topic (by slug) turns on, whatever its words."""
