"""Each rule on what it should notice, and on what only looks like it."""

from dataclasses import replace
from pathlib import Path

import pytest

from stories.core.choices import Section
from stories.core.review import RULES, Rule, StoryText, TagLine, quoted_places, review, unquoted_tags
from stories.core.speaking import DEFAULT_PACE
from tests.core.reviewing import CLEAN, found_in, labels, spoiled

ACTION = CLEAN.sections[Section.ACTION]


@pytest.mark.parametrize("blank", ["", " \n\t", "…", "- - -", "?!", "🚀🚀🚀"])
def test_a_section_without_words_is_empty(blank: str) -> None:
    assert found_in(task=blank) == ["STAR001:task"]


def test_learning_may_be_empty() -> None:
    assert found_in(learning="") == []


@pytest.mark.parametrize(
    ("section", "text"),
    [
        (Section.SITUATION, "Two catalogues disagreed."),
        (Section.TASK, "Inspect it."),
        (Section.RESULT, "4,112 bags, one catalogue."),
        (Section.RESULT, "二倍になった"),
    ],
)
def test_too_few_words_are_thin(section: Section, text: str) -> None:
    assert found_in(**{section: text}) == [f"STAR002:{section}"]


def test_a_thin_action_says_how_many_words_it_has() -> None:
    findings = review(spoiled(action="Apologised.", tags=[]))

    assert [finding.message for finding in findings if finding.code == "STAR002"] == ["Action has only 1 word."]


@pytest.mark.parametrize(
    ("section", "text"),
    [
        (Section.SITUATION, "Our nightly export had been failing for two weeks."),
        (Section.TASK, "I led it with one other engineer."),
        (Section.RESULT, "Churn fell from 9 % to 4 %."),
        (Section.RESULT, "三天里走错的人从每小时四十个减少到六个。"),
        (Section.LEARNING, "Ask first."),
    ],
)
def test_short_but_complete_is_not_thin(section: Section, text: str) -> None:
    assert found_in(**{section: text}) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.",
            "contains placeholder text",
        ),
        ("I worked hard. I worked hard. I worked hard. I worked hard.", "repeats the same words over and over"),
        ("test test test test test", "repeats the same words over and over"),
        ("テスト テスト テスト テスト テスト テスト", "repeats the same words over and over"),
        (f"{ACTION} {ACTION}", "repeats the same words over and over"),
        ("12 50 99 4,000 31 77 12 18", "contains only numbers"),
        ("asdf jkl qwer zxcv hjkl uiop wert sdfg", "looks like random letters"),
        ("fjdks lfjdskl fjdsklf jdsklfj sdklfj dsklfjd slkfj", "looks like random letters"),
        ("zzzzzzzzzzzzzzz", "looks like random letters"),
        ("leadership, ownership, Kubernetes, agile, OKR, KPI, impact, synergy", "is a list of keywords"),
        ("leadership\nownership\nmachine learning\nagile\nfeedback\nimpact", "is a list of keywords"),
        (
            "leadership ownership innovation stakeholder alignment synergy impact scalability vision strategy roadmap "
            "execution delivery excellence",
            "strings words together without forming sentences",
        ),
    ],
)
def test_nonsense_is_not_prose(text: str, fault: str) -> None:
    findings = review(spoiled(action=text, tags=[]))

    assert [(finding.code, finding.message) for finding in findings] == [("STAR003", f"Action {fault}.")]


@pytest.mark.parametrize(
    "text",
    [
        "I took the lorem ipsum out of eleven templates, asked each author for the real text, and set a date for it.",
        "I ran kubectl on each pod, compared SHA-256 digests, tuned BM25 with k1=1.2, moved gRPC behind nginx; "
        "psql, etcd and fsck agreed, and I wrote 3f0c9ab2d4e1 into the manifest.",
        "Profiled parser hotspots, replaced regular expressions, benchmarked alternatives, documented findings, "
        "shipped smaller release.",
        "I asked once. I asked twice. I asked a third time, with figures, and then the answer was that I could begin.",
        "Luin lokit kuukauden ajalta ja huomasin virheiden tulevan suurten tiedostojen mukana. Kirjoitin testin, joka "
        "lähetti sellaisen tiedoston, löysin rajan ja nostin sitä.",
        "Przejrzałem logi z ostatniego miesiąca i zauważyłem, że błędy pojawiają się przy dużych plikach. Skrz prst.",
        "我先把半年的投诉信按照地点分类,发现大部分都来自同一个楼梯口,周末我自己去那里站了两天,记录每一个回头的人,再请站长试用.",
        "まず一週間、自分で受話器を取り、質問の内容をすべて紙に書きました。半分以上が送迎の時刻に関するものでした。",
        "한 달 동안의 기록을 읽고 큰 파일만 실패한다는 것을 알았습니다. 그래서 한도를 찾아 올렸습니다.",
        "قرأت سجلات شهر كامل ورأيت أن الملفات الكبيرة وحدها تفشل ثم وجدت الحد ورفعته وأخبرت الجميع بما غيرت",
    ],
)
def test_odd_looking_prose_is_prose(text: str) -> None:
    assert "STAR003:action" not in found_in(action=text)


def test_a_list_of_figures_is_a_result() -> None:
    assert found_in(result="Latency: 480 to 90 ms\nCost: -20 %\nIncidents: zero\nTickets: 40 closed\nChurn: 4 %") == []


@pytest.mark.parametrize(
    "text",
    [
        "It all went very well, and everybody was happy with it.",
        "It went live in 2021 and is on version 4.2 by now. The mood is great.",
        "We launched on 9 December 2024 at 10:30, and release 3 followed in Q1 2025. People like it a lot.",
        "The new first week was a great success and strengthened our culture of welcome in a sustainable way.",
        "It was one of the best projects in the company, and PAY-4711 made a difference for BM25 and SHA-256.",
    ],
)
def test_a_result_without_measure_is_noticed(text: str) -> None:
    assert found_in(result=text) == ["STAR101:result"]


@pytest.mark.parametrize(
    "text",
    [
        "The time for it was halved, and the team could go home.",
        "It now takes us twenty-two minutes in place of an afternoon.",
        "By the end of it more than 2000 users were working with it.",
        "In 2021 a third of them came along.",
        "There has not been a double payout since the release.",
        "The design is still the template of the plants.",
        "The dairy renewed the contract in spring, and named that call as the reason.",
        "Not one parent complained about the evening.",
        "The bridge stayed open, and the report was accepted.",
        "Cost fell by €2.3m and the p99 by half.",
        "Es lief wirklich sehr gut, und alle waren damit überaus zufrieden und glücklich.",
        "Tout le monde était très content du travail et la directrice nous a remerciés.",
        "Todos quedaron muy contentos con el trabajo y la directora nos dio las gracias.",
        "みんなとても喜んで、仕事がずっと楽になったと言ってくれました。",
    ],
)
def test_a_measured_a_checkable_and_a_foreign_result_pass(text: str) -> None:
    assert found_in(result=text) == []


def test_told_as_we_counts_both() -> None:
    action = ACTION.replace("I ", "we ").replace("Then we had", "Then I had")

    [finding] = review(spoiled(action=action, tags=[]))

    assert (finding.code, finding.section) == ("STAR102", Section.ACTION)
    assert finding.message == "Action says “we” 6 times, but “I” only once: your own part doesn't show."


@pytest.mark.parametrize(
    "text",
    [
        ACTION.replace("I ", "the team ").replace("We ", "our team "),
        "Wir haben zuerst alle Wege im Lager aufgezeichnet und drei Geräte ausprobiert. Danach haben wir die "
        "Schichtleiter geschult, und am Ende haben wir das Papier eingesammelt und die Anleitung geschrieben.",
    ],
)
def test_the_team_and_german_count_as_we(text: str) -> None:
    assert "STAR102:action" in found_in(action=text, tags=[])


@pytest.mark.parametrize(
    "text",
    [
        f"{ACTION} One of them said: “We always did it so, we like it so, we have no time, we, we, we.”",
        f"{ACTION} They wrote: \"We can't. We won't. We never did. We are busy. We stay as we are.\"",
        "I read the logs. We met and I showed what I had. We agreed on the fix, which I wrote. We tested it with two "
        "large files, and then I told everybody what had changed, and why.",
        "Ich habe mit den Kollegen gesprochen, dann haben wir drei Geräte ausprobiert, wir haben verglichen, und ich "
        "habe mich entschieden, damit wir vor dem Herbst fertig werden.",
        "We drodze do pracy czytałem logi. We wtorek znalazłem błąd, we środę go naprawiłem i opisałem wszystkim.",
    ],
)
def test_a_truthful_or_quoted_we_passes(text: str) -> None:
    assert "STAR102:action" not in found_in(action=text, tags=[])


def test_we_in_the_situation_passes() -> None:
    assert found_in(situation="We were a group of five; we ran the export and we lost nine runs a week.") == []


def test_a_situation_longer_than_the_action_is_noticed_with_both_figures() -> None:
    [finding] = review(spoiled(situation=f"{ACTION} An audit was near.", tags=[]))

    assert (finding.code, finding.section) == ("STAR103", Section.SITUATION)
    assert finding.message == "Situation has 86 words, but Action has only 82."


def test_a_situation_as_long_as_the_action_passes() -> None:
    assert found_in(situation=ACTION, tags=[]) == []


@pytest.mark.parametrize(("times", "expected"), [(1, []), (2, ["hint"]), (3, ["hint"]), (4, ["warning"])])
def test_story_over_the_limit_is_a_hint_and_one_that_loses_the_room_a_warning(times: int, expected: list[str]) -> None:
    varied = [" ".join(f"{word}{number}" for word in ACTION.split()) for number in range(times)]

    findings = review(spoiled(action=f"{ACTION} {' '.join(varied)}"))

    assert [finding.severity for finding in findings] == expected
    assert {finding.code for finding in findings} <= {"STAR104"}


def test_the_time_is_judged_as_the_time_bar_judges_it() -> None:
    pace = replace(DEFAULT_PACE, limit=40)

    [finding] = review(CLEAN, pace=pace)

    assert finding.message == "The story takes 0:56 to tell at 150 words a minute: 0:16 over the limit of 0:40."
    assert pace.verdict_on(56) == "0:16 over the limit of 0:40"


def test_a_short_story_is_told_its_time() -> None:
    action = "I read the logs, found the limit in the proxy, raised it, set an alert, and told all of the others why."

    [finding] = review(spoiled(action=action, tags=[]))

    assert (finding.code, finding.section) == ("STAR104", None)
    assert finding.message == "The story takes 0:32 to tell at 150 words a minute: less than 0:45 shows too little."


@pytest.mark.parametrize(
    "failure",
    [
        "I missed the deadline",
        "The tender that I lost",
        "I had badly underestimated it",
        "It was my own mistake",
        "We failed our customers",
        "I broke the build for everybody",
        "I should have asked",
        "I hired the wrong person",
        "I've let everybody down",
        "I had chosen badly",
        "Half the orders were wrong by my change",
        "My numbers were off, and I said so",
        "It was my deploy",
        "I renamed one column and broke the list",
        "I put my own name on the mistake",
        "I gave up on it",
    ],
)
def test_a_failure_needs_a_learning(failure: str) -> None:
    assert found_in(headline=failure, learning="") == ["STAR105:learning"]
    assert found_in(headline=failure) == []


@pytest.mark.parametrize(
    "headline",
    [
        "I rebuilt the archive from a disk that had failed",
        "I broke the work down into eleven parts",
        "I lost no time, and lost count of the evenings",
        "My manager thought I was wrong and told me “I failed”",
        "I asked what happens if I failed",
        "I did not fail",
        "I asked him what I had overlooked",
        "He named a case which I had missed",
        "I gave up a bit of speed for it",
        "I saw that my model was right",
    ],
)
def test_what_only_sounds_like_a_failure_passes(headline: str) -> None:
    assert found_in(headline=headline, learning="") == []


def test_a_shared_trouble_in_the_situation_is_not_a_failure() -> None:
    assert found_in(situation="Each night we lost nine runs of the export, and an audit was near.", learning="") == []


def test_a_shared_failure_in_the_result_counts() -> None:
    assert found_in(result="We missed the audit's date by two weeks.", learning="") == ["STAR105:learning"]


def test_a_story_told_for_a_question_about_failure_needs_a_learning() -> None:
    story = replace(CLEAN, answers_failure=True)
    unlearned = replace(story, sections={**CLEAN.sections, Section.LEARNING: ""})
    unfinished = replace(story, sections={Section.SITUATION: CLEAN.sections[Section.SITUATION]})

    assert labels(review(story)) == []
    assert labels(review(unlearned)) == ["STAR105:learning"]
    assert "STAR105:learning" not in labels(review(unfinished))


def test_that_it_is_no_failure_holds_whatever_the_text_becomes() -> None:
    [before] = review(spoiled(headline="I missed the deadline", learning=""))
    [after] = review(spoiled(headline="I lost the tender", learning=""))

    assert before.denial == "Not a failure"
    assert before.fingerprint == after.fingerprint


def test_hedges_are_reported_once_in_the_section_with_most() -> None:
    action = ACTION.replace("I read", "I basically kind of read, I guess,").replace(
        "and raised", "and basically raised"
    )

    [finding] = review(spoiled(task=CLEAN.sections[Section.TASK].replace("nobody", "maybe nobody"), action=action))

    assert (finding.code, finding.section) == ("STAR106", Section.ACTION)
    assert finding.message == (
        "The story hedges 5 times, most often in Action: “basically” twice, “maybe” once, “kind of” once and “I guess” "
        "once."
    )


@pytest.mark.parametrize(
    "text",
    [
        "I think that it was the proxy.",
        "He said: “Maybe, perhaps, probably, I think, sort of.”",
        "I asked what kind of file it was, tried every kind of file, this sort of file, and the same kind of tool.",
        "You know what I mean by that, and I like it.",
    ],
)
def test_one_hedge_and_what_only_looks_like_them_pass(text: str) -> None:
    assert found_in(action=f"{ACTION} {text}") == []


def test_hedges_in_another_language_pass() -> None:
    text = "Vielleicht maybe, perhaps, probably, basically: so nannten wir die vier Stufen auf der Karte im Büro."

    assert found_in(action=f"{text} Danach habe ich sie abgehängt und durch Zahlen ersetzt.", tags=[]) == ["STAR104"]


@pytest.mark.parametrize(
    "evidence",
    [
        "I told the auditors before they asked",
        "i TOLD the auditors – before they asked!",
        "told  the\nauditors before they asked",
        "I read a month of logs … and raised it",
        "found the limit [...] set an alert",
        "told the auditors before anyone asked",
        "I found the limit that broke our export",
    ],
)
def test_evidence_is_found_despite_small_differences(evidence: str) -> None:
    assert found_in(tags=[TagLine("Candor", evidence)]) == []


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        ("", "The tag “Candor” has no evidence."),
        ("…", "The tag “Candor” has no evidence."),
        ("I stood up to the whole board", "The evidence for “Candor” is not in the story."),
        ("I read a month of logs … and resigned in protest", "The evidence for “Candor” is not in the story."),
        ("I showed great leadership under pressure", "The evidence for “Candor” is not in the story."),
        ("私は会社を辞めました", "The evidence for “Candor” is not in the story."),
    ],
)
def test_invented_evidence_is_noticed(evidence: str, message: str) -> None:
    [finding] = review(spoiled(tags=[TagLine("Candor", evidence)]))

    assert (finding.code, finding.section, finding.message) == ("STAR107", None, message)


def test_one_finding_names_all_tags_without_evidence() -> None:
    tags = [TagLine("Courage", ""), TagLine("Candor", CLEAN.tags[0].evidence), TagLine("Judgment", "")]
    astray = [TagLine("Impact", "I doubled the sales"), TagLine("Passion", "I sang aloud all night")]

    [finding] = review(spoiled(tags=tags))
    [longer] = review(spoiled(tags=[*tags, *astray]))
    [other] = review(spoiled(tags=astray))

    assert finding.message == "The tags “Courage” and “Judgment” have no evidence."
    assert finding.hint == "As evidence, copy in the line of the story that shows each value, or remove the tags."
    assert longer.message == f"{finding.message} {other.message}"
    assert other.message == "The evidence for “Impact” and “Passion” is not in the story."


def test_evidence_in_japanese_is_found() -> None:
    story = StoryText(
        "",
        "h",
        {Section.ACTION: "まず自分で受話器を取り、質問をすべて紙に書きました。"},
        [TagLine("C", "質問をすべて紙に")],
    )

    assert "STAR107" not in labels(review(story))


def test_a_headline_of_spaces_does_not_count() -> None:
    assert found_in(headline=" \n") == ["STAR108"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("I wrote to j.feldkamp@nightdesk.example at once", "an e-mail address (j.feldkamp@nightdesk.example)"),
        ("I rang +49 30 23125 477 at once", "a phone number (+49 30 23125 477)"),
        ("I rang (555) 010-9999 at once", "a phone number ((555) 010-9999)"),
        ("I rang 555-010-9999 at once", "a phone number (555-010-9999)"),
        ("I rang 0171 2345678 at once", "a phone number (0171 2345678)"),
        ("It was employee ID 48213", "a personal number (employee ID 48213)"),
        ("It was 123-45-6789", "a personal number (123-45-6789)"),
        ("It was 4000 1234 5678 9010", "a personal number (4000 1234 5678 9010)"),
        ("They signed a contract of EUR 2.3m with us", "what was paid or agreed (EUR 2.3m)"),
        ("Her salary of 90,000 dollars was the reason", "what was paid or agreed (90,000 dollars)"),
        ("The margin was 41 %\n(internal only)", "a figure marked “internal only”"),
        ("The margin was 41 % (confidential)", "a figure marked “confidential”"),
    ],
)
def test_what_may_be_confidential_is_shown(text: str, fault: str) -> None:
    findings = review(spoiled(learning=f"{text}."))

    assert [(finding.code, finding.message) for finding in findings] == [
        ("STAR109", f"Learning may give away {fault}.")
    ]


def test_many_are_cut_short_and_the_headline_counts() -> None:
    headline = "Write to a@b.example, c@d.example, e@f.example or g@h.example"

    [finding] = review(spoiled(headline=headline))

    assert finding.section is None
    assert finding.message == (
        "The headline may give away an e-mail address (a@b.example), an e-mail address (c@d.example), "
        "an e-mail address (e@f.example) and 1 more."
    )


@pytest.mark.parametrize(
    "text",
    [
        "On 2024-05-13 at 10:30 the load rose from 480-900 to 1,200,000 requests, +12 points, +40 %, on port 8443.",
        "I cloned git@github.com:acme/shop.git, set @app.route and 10.0.0.1, and closed PAY-4711 and 0042-17.",
        "The dairy renewed the contract in spring. The export cost $2,400 a month.",
        "A great deal of work for $300, and the contract tests cost 20 euros.",
        "Our internal wiki had 3 pages on it, and the talk of the 2 managers was confidential.",
        "The digest is 3f0c9ab2d4e112ff45aa90, and version 1.2.3456 came with build 20240513.",
    ],
)
def test_figures_without_a_secret_pass(text: str) -> None:
    assert found_in(learning=text) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_tests_of_its_own(rule: Rule) -> None:
    assert rule.code in Path(__file__).read_text(), f"Test here what {rule.code} notices, and what only looks like it."


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ("called the director", True),
        ("“Called  the\nDirector”", True),
        ("called … before Monday", True),
        ("phoned the director", False),
        ("called … on Sunday", False),
        ("", True),
    ],
)
def test_evidence_is_quoted_word_for_word_however_it_is_typed(evidence: str, *, expected: bool) -> None:
    texts = ["I “called the director” at nine.", "It was done before Monday."]

    assert (unquoted_tags([TagLine("Candor", evidence)], texts) == []) is expected


@pytest.mark.parametrize(
    ("evidence", "quoted"),
    [
        ("i asked", ["I  asked"]),
        ("I\u00a0asked her to… cafe", ["I  asked\nher to", "Café"]),
        ("her to wait ... I asked", ["her to\twait", "I  asked"]),
        ("“straße” … nothing of it", ["“Strasse”"]),
        ("She asked", []),
        ("…", []),
    ],
)
def test_places_of_evidence_are_those_of_the_text_as_it_was_typed(evidence: str, quoted: list[str]) -> None:
    text = "I  asked\nher to\twait at the Café “Strasse”."

    assert [text[start:end] for start, end in quoted_places(evidence, text)] == quoted
