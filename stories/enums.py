"""The choices that models, forms and seeds share, with their labels."""

from django.db.models import TextChoices

from stories.core.choices import Fit, Length, QuestionKind, Section, Status, Strength
from stories.core.likelihood import Audience, Work
from stories.core.memory import Rating

STATUSES = {Status.DRAFT: "Draft", Status.READY: "Ready", Status.ARCHIVED: "Archived"}
STRENGTHS = {Strength.PRIMARY: "Primary", Strength.SUPPORTING: "Supporting"}
FITS = {Fit.STRONG: "Strong", Fit.OK: "OK", Fit.STRETCH: "Stretch"}
LENGTHS = {Length.FULL: "Full", Length.SHORT: "Short", Length.HEADLINE: "Headline"}
QUESTION_KINDS = {
    QuestionKind.EPISODE: "A story",
    QuestionKind.OPINION: "A short answer without a story",
    QuestionKind.EITHER: "Either",
}
"""By what answers a question."""
WORKS = {
    Work.ENGINEER: "Software engineer",
    Work.ML_ENGINEER: "Machine learning engineer",
    Work.MANAGER: "Manager",
    Work.OTHER: "Something else",
}
AUDIENCE_LABELS = {
    Audience.EVERYBODY: "Everybody",
    Audience.ENGINEERS: "Engineers",
    Audience.ML_ENGINEERS: "Machine learning engineers",
    Audience.MANAGERS: "Managers",
}
SECTIONS = {section: section.capitalize() for section in Section}
RATINGS = {rating: rating.name.capitalize() for rating in Rating}

FOLLOW_UPS = (
    "What would you do differently?",
    "Whose fault was it, and how did you raise it with them?",
    "Was everything you agreed on actually done?",
    "When would you have escalated?",
    "How do you know that it worked?",
    "What did the others think of it?",
)
"""What interviewers often ask next."""
OPINION_FOLLOW_UPS = (
    "Can you give me an example?",
    "What would change your mind?",
    "What speaks against it?",
    "How would that show in your work here?",
)
"""The same after an answer without a story."""


class Category(TextChoices):
    BEHAVIORAL = "behavioral-culture", "Behavioral & culture"
    ML = "ml-concepts", "Machine learning"
    SYSTEM_DESIGN = "system-design", "System design"
    CODING = "coding", "Coding"


class Stage(TextChoices):
    RECRUITER = "recruiter-screen", "Recruiter screen"
    HIRING_MANAGER = "hiring-manager", "Hiring manager screen"
    TECHNICAL = "technical-screen", "Technical phone screen"
    ONSITE_TECHNICAL = "onsite-technical", "Onsite: coding and technical"
    DEEP_DIVE = "onsite-deep-dive", "Onsite: past experience"
    DIRECTOR = "onsite-director", "Onsite: director"
    CULTURE = "onsite-culture", "Onsite: culture"
    PARTNER = "onsite-partner", "Onsite: partner"


ROUNDS = (
    (Stage.RECRUITER, 30),
    (Stage.HIRING_MANAGER, 45),
    (Stage.TECHNICAL, 60),
    (Stage.ONSITE_TECHNICAL, 60),
    (Stage.DEEP_DIVE, 45),
    (Stage.DIRECTOR, 45),
    (Stage.CULTURE, 45),
    (Stage.PARTNER, 45),
)
"""The rounds that a loop starts with, and their minutes. Teams differ."""
TECHNICAL = {Stage.TECHNICAL, Stage.ONSITE_TECHNICAL}
"""The stages of those who write code."""


class Evidence(TextChoices):
    """Why a question is in the bank, surest first."""

    SEED = "seed", "In the interview guide"
    REPORTED = "reported", "Reportedly asked in interviews"
    GUIDE = "guide", "Listed in a preparation guide"
    PRACTICE = "practice", "Practice prompt"
    OWN = "own", "Your own"

    @property
    def rank(self) -> int:
        """How likely the question is to be asked: 0 is the likeliest; what the owner added comes first."""
        return [Evidence.OWN, *Evidence].index(self)


class Occasion(TextChoices):
    """Why an answer was told."""

    TELLING = "telling", "Told alone"
    RECALL = "recall", "Quick recall"
    MOCK = "mock", "Mock round"
    REAL = "real", "Interview"


class ConceptKind(TextChoices):
    PRINCIPLE = "principle", "Principle"
    PRACTICE = "practice", "Practice"
    OLDER_PHRASE = "older phrase", "Older phrase"


class Theme(TextChoices):
    SYSTEM = "system", "System"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"
