"""What a person writes in a story: every field, listed once.

Content, files, columns, forms, versions, fingerprints and the search follow this list; tests tie it to the model.
CONTRIBUTING.md says how to add a field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stories.core.choices import Section

PROSE_LIMIT = 20_000
"""Characters in a section, or in any other longer text."""


class Kind(StrEnum):
    """How much a field holds."""

    LINE = "line"
    PROSE = "prose"
    """Markdown; a story file gives it a heading of its own."""


@dataclass(frozen=True, slots=True)
class StoryField:
    """One text of a story."""

    name: str
    """As the model, files and forms call it."""
    label: str
    kind: Kind
    limit: int
    """Characters."""
    columns: str
    """The names that people give it in their notes and spreadsheets: lower case, separated by commas."""
    abroad: str = ""
    """The same in German, French, Spanish and Portuguese, without accents."""
    prompt: str = ""
    """What the editor shows below it."""
    is_spoken: bool = False
    """Told in an interview: one of the sections."""
    is_searched: bool = True
    is_versioned: bool = True
    is_exported: bool = True


def _line(name: str, label: str, limit: int, columns: str, abroad: str = "", prompt: str = "") -> StoryField:
    return StoryField(name, label, Kind.LINE, limit, columns, abroad, prompt)


def _section(section: Section, columns: str, abroad: str, prompt: str) -> StoryField:
    label = section.capitalize()
    return StoryField(section.value, label, Kind.PROSE, PROSE_LIMIT, columns, abroad, prompt, is_spoken=True)


FIELDS = (
    _line(
        "title",
        "Title",
        150,
        "title, story, name, story title, story name, example, project, card name, page title",
        "titel, geschichte, beispiel, projekt, titre, histoire, exemple, projet, titulo, historia, ejemplo, proyecto, "
        "exemplo, projeto",
        "For you, so you can find the story again.",
    ),
    _line(
        "headline",
        "Headline",
        200,
        "headline, one line, one liner, tagline, summary, hook, in one line, elevator pitch, abstract, tl dr, tldr",
        "zusammenfassung, kurzfassung, resumen, resumo",
        "The whole story in one line, as you would say it.",
    ),
    _line(
        "organisation",
        "Organisation",
        100,
        "organisation, organization, company, company name, employer, where, org",
        "firma, unternehmen, arbeitgeber, entreprise, societe, employeur, empresa, compania",
    ),
    _line(
        "role",
        "Role",
        100,
        "role, your role, my role, position, job, job title",
        "rolle, funktion, poste, puesto, rol, cargo, funcao, papel",
        "Yours, at the time.",
    ),
    _line(
        "when",
        "When",
        50,
        "when, date, dates, date range, year, period, time, timeframe, time frame",
        "wann, datum, zeitraum, jahr, periode, annee, quand, fecha, periodo, ano, cuando, quando",
    ),
    _section(
        Section.SITUATION,
        "situation, context, background, situation context, setting, scene, scenario, backstory",
        "ausgangslage, ausgangssituation, kontext, hintergrund, contexte, situacion, contexto, situacao",
        "Where and when it happened, and what was at stake. Two or three sentences.",
    ),
    _section(
        Section.TASK,
        "task, tasks, goal, goals, challenge, challenges, problem, problem statement, obstacle, obstacles, "
        "objective, objectives, responsibility, responsibilities, complication",
        "aufgabe, aufgaben, ziel, ziele, herausforderung, hindernis, tache, taches, objectif, objectifs, defi, "
        "probleme, enjeu, tarea, tareas, objetivo, objetivos, desafio, reto, problema, tarefa, tarefas, "
        "hindernisse, obstaculo, obstaculos, meta",
        "What was yours to do or decide.",
    ),
    _section(
        Section.ACTION,
        "action, actions, what i did, what did i do, what did you do, what you did, approach, "
        "steps, steps taken, what i actually did, behavior, behaviour, behaviors, behaviours, solution, response, "
        "execution, how i did it, what we did",
        "handlung, handlungen, aktion, aktionen, vorgehen, massnahme, massnahmen, umsetzung, losung, "
        "was ich getan habe, demarche, ce que j ai fait, accion, acciones, pasos, lo que hice, acao, acoes, passos, "
        "o que fiz, que hice, lo que he hecho, o que eu fiz, solucion, soluciones, solucao, solucoes, "
        "was ich gemacht habe, was ich tat, was habe ich gemacht",
        "What you did, step by step, and why you did it that way. This is most of the story. "
        "Say “I” for your own part.",
    ),
    _section(
        Section.RESULT,
        "result, results, outcome, outcomes, impact, impacts, what happened, end result, resolution",
        "ergebnis, ergebnisse, resultat, resultate, wirkung, auswirkung, auswirkungen, resultats, resultado, "
        "resultados, impacto, que paso, o que aconteceu, was dabei herauskam",
        "What came of it, in numbers if you can, and how you know.",
    ),
    _section(
        Section.LEARNING,
        "learning, learnings, learned, learnt, lesson, lessons, lesson learned, lessons learned, takeaway, takeaways, "
        "reflection, reflections, what i learned, what i learnt, what did i learn, what did you learn, "
        "what you learned, what i d do differently, what i would do differently, in hindsight, hindsight, "
        "insight, insights",
        "erkenntnis, erkenntnisse, gelernt, gelerntes, lektion, lektionen, lehre, lehren, fazit, reflexion, "
        "was ich gelernt habe, was ich daraus gelernt habe, was ich mitnehme, was habe ich gelernt, "
        "apprentissage, apprentissages, lecon, lecons, enseignement, enseignements, bilan, "
        "ce que j ai appris, ce que j en retiens, ce que j en ai retenu, ce que j ai retenu, que aprendi, "
        "aprendizaje, aprendizajes, leccion, lecciones, lo que aprendi, lecciones aprendidas, "
        "aprendizado, aprendizados, aprendizagem, licao, licoes, licoes aprendidas, o que aprendi",
        "What you have done differently since.",
    ),
    StoryField(
        "notes",
        "Notes",
        Kind.PROSE,
        PROSE_LIMIT,
        "notes, note, remarks, remark, comments, comment, my notes",
        "notizen, notiz, bemerkung, bemerkungen, anmerkung, anmerkungen, remarque, remarques, notas, nota, "
        "observaciones, observacoes",
        "Anything that belongs to the story but is never said: names to leave out, where the figures are from.",
    ),
    StoryField(
        "follow_ups",
        "Follow-ups",
        Kind.PROSE,
        PROSE_LIMIT,
        "follow ups, follow up, follow up questions, followups, followup questions, likely follow ups, "
        "possible follow ups, expected follow ups, likely questions, possible questions, probing questions, "
        "expected questions, likely follow up questions, possible follow up questions, follow up qs, followup qs, "
        "potential follow ups, potential follow up questions",
        "nachfragen, mogliche nachfragen, ruckfragen, folgefragen, questions de suivi, relances, "
        "preguntas de seguimiento, perguntas de acompanhamento, repreguntas",
        "Questions to expect afterwards, one per line. Put what you would say below each one, indented.",
    ),
)
"""In reading order. A new field goes after the others of its kind, so older story files are still recognised."""

NAMES = tuple(field.name for field in FIELDS)
EXPORTED = tuple(field.name for field in FIELDS if field.is_exported)
SEARCHED = tuple(field.name for field in FIELDS if field.is_searched)
VERSIONED = tuple(field.name for field in FIELDS if field.is_versioned)
LINES = tuple(field.name for field in FIELDS if field.kind == Kind.LINE)
LABELS: Mapping[str, str] = {field.name: field.label for field in FIELDS}
DETAILS = tuple(name for name in LINES if name not in ("title", "headline"))
"""Where and when it was: what is shown below the title of a story."""
ASIDES = tuple(field.name for field in FIELDS if field.kind == Kind.PROSE and not field.is_spoken)
"""Longer texts that are not told with the story."""
