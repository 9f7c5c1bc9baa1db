"""Notes and follow-ups: what belongs to a story and is not told with it."""

from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from stories.models import Answer, Framework, Owner, Question, Story
from tests.factories import StoryFactory, story_post


def test_notes_add_no_words_and_are_on_no_page_that_is_said_aloud(
    client: Client, alice: Owner, disagreement: Question, netflix: Framework
) -> None:
    story = StoryFactory.create(owner=alice)
    values = list(netflix.values.all())
    known = {"id": story.pk, "base": story.version, "notes": "Leave out the customer", "follow_ups": "- Who knew?"}
    texts = {"title": story.title} | {section.value: text for section, text in story.texts.items()}
    client.post(f"{story.get_absolute_url()}edit/", story_post(values, **known, **texts))
    answer = Answer.objects.create(owner=alice, story=story, question=disagreement)

    story.refresh_from_db()
    assert story.words == sum(len(text.split()) for text in story.texts.values())
    assertContains(client.get(story.get_absolute_url()), "Leave out the customer")
    assertContains(client.get("/stories/?q=customer"), story.title)
    assertNotContains(client.get(f"/answers/{answer.pk}/"), "customer")
    assertNotContains(client.get(f"/answers/sheet/?answer={answer.pk}"), "customer")


def test_new_answer_starts_from_the_follow_ups_of_its_story(
    client: Client, alice: Owner, disagreement: Question
) -> None:
    story = StoryFactory.create(owner=alice, follow_ups="- Who knew?\n  Nobody.\n- What now?")
    url = f"/questions/{disagreement.pk}/answers/new/?story={story.pk}"

    page = client.get(url)

    rows = [
        (asked.value(), note.value()) for is_usual, asked, note in page.context["form"].follow_up_rows if not is_usual
    ]
    assert rows == [("Who knew?", "Nobody."), ("What now?", ""), ("", ""), ("", "")]


def test_typed_follow_up_is_kept_though_the_story_lost_its_own_meanwhile(
    client: Client, alice: Owner, disagreement: Question
) -> None:
    story = StoryFactory.create(owner=alice, follow_ups="A?\nB?\nC?")
    url = f"/questions/{disagreement.pk}/answers/new/?story={story.pk}"
    form = client.get(url).context["form"]
    typed = {field.html_name: field.value() or "" for field in form if field.html_name != "fit"} | {"fit": "ok"}
    last = max(number for number in range(form.follow_up_count) if typed[f"follow_up_{number}"])
    Story.objects.update(follow_ups="")

    client.post(url, typed | {f"note_{last}": "Because of C.", "story": story.pk})

    answer = Answer.objects.get()
    assert {"question": "C?", "note": "Because of C."} in answer.follow_ups


def test_form_opened_before_a_field_existed_leaves_it_alone(client: Client, alice: Owner, netflix: Framework) -> None:
    story = StoryFactory.create(owner=alice, notes="Mine")
    typed = story_post(list(netflix.values.all()), id=story.pk, base=story.version, title="New title")
    del typed["notes"]

    client.post(f"{story.get_absolute_url()}edit/", typed)

    story.refresh_from_db()
    assert (story.title, story.notes) == ("New title", "Mine")
