"""Two people at the same step at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from hoanhap.casework.models import Episode, ManagementFile, Paper, Step
from hoanhap.casework.operations.refusals import StepRefused
from tests.casework.made import Made, certify


def at_once(act, times=2):
    """Run `act(number)` in so many connections at the same moment; the results, or the refusals' codes."""
    start = Barrier(times)

    def run(number):
        try:
            start.wait(timeout=20)
            act(number)
            return "done"
        except StepRefused as refused:
            return sorted({problem.code for problem in refused.problems})
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_two_certificates_at_once_give_one(own_database):
    made = Made()
    episode = made.handed_over()
    scope = made.officer

    found = at_once(lambda number: certify(episode, scope=scope, number=f"GCN-{number}"))

    assert sorted(map(str, found)) == sorted(["done", str(["ended-twice", "twice"])])
    assert Step.objects.filter(episode=episode, kind="certificate").count() == 1
    assert Paper.objects.filter(kind="certificate").count() == 1


def test_two_applications_at_once_open_one_file_and_one_episode(own_database):
    made = Made()
    person, scope = made.person(), made.officer

    found = at_once(lambda number: made.episode(person, scope=scope), times=4)

    assert found.count("done") == 1
    assert found.count(["episode-open-already"]) == 3
    assert (ManagementFile.objects.count(), Episode.objects.count(), Step.objects.count()) == (1, 1, 1)


def test_one_number_for_two_certificates_at_once_is_given_once(own_database):
    made = Made()
    episodes, scope = [made.handed_over(), made.handed_over()], made.officer

    found = at_once(lambda number: certify(episodes[number], scope=scope, number="07/GCN"))

    assert sorted(map(str, found)) == sorted(["done", str(["number-used-already"])])
    assert Episode.objects.filter(closed_on__isnull=False).count() == 1
