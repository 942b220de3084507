"""A member of a team goes from door to door with a phone: a bad line, none at all, and what is left on the device."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random
from socket import SHUT_WR, SO_LINGER, SOL_SOCKET, create_connection, socket
from socketserver import BaseRequestHandler, ThreadingTCPServer
from struct import pack
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Error

from hoanhap.access.models import Account
from hoanhap.community.models import Contact, FieldNote, TeamMember
from hoanhap.community.operations import assignments, teams
from tests.casework.made import LATER
from tests.journeys.conftest import FLAGS, PATIENCE
from tests.journeys.looking import follow
from tests.journeys.people import PASSWORD, Commune
from tests.journeys.story import given, then, when

PIN = "472816"
WORDS = "Daxintronglaimuonhocnghe"
"""What the member writes: one word that is met nowhere else, in letters that every encoding writes alike."""
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s, 400 ms."""
LOSS = 0.05
AWAY = "/visits/away/"
DRAFTS = """() => new Promise((done) => {
    const asked = indexedDB.open("hoanhap-drafts");
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = () => done(0);
    asked.onsuccess = () => {
        const base = asked.result, found = base.transaction("drafts").objectStore("drafts").count();
        found.onsuccess = () => { base.close(); done(found.result); };
    };
})"""
"""How many drafts the device keeps."""


class Team(Commune):
    """A commune with a team; each member has an account and helps the same two people."""

    def __init__(self, *members: str) -> None:
        super().__init__()
        self.people = [self.handed_over(), self.handed_over()]
        made = {"scope": self.province, "at": LATER}
        team = teams.set_up_team(
            office_id=self.office().pk, name="Tổ số 1 (mẫu)", valid_from=date(2017, 1, 1), **made
        )
        for username in members:
            self.staff(username, "team-member")
            member = teams.add_member(
                team_id=team.pk, full_name=f"{username} (mẫu)", valid_from=date(2017, 1, 1), **made
            )
            TeamMember.objects.filter(pk=member.pk).update(account=Account.objects.get(username=username))
            for episode in self.people:
                assignments.assign(
                    episode_id=episode.pk,
                    member_id=member.pk,
                    task="Thăm gặp (mẫu)",
                    from_on=date(2017, 6, 20),
                    **made,
                )


@pytest.fixture
def phone_of(browser: Any, chromium: str, server: str, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """A phone by name, switched on; its memory lies in a folder of that name and outlives being switched off."""
    running: list[Any] = []

    def switch_on(name: str = "phone", *, at: str = server) -> Any:
        context = browser.browser_type.launch_persistent_context(
            str(tmp_path / name),
            executable_path=chromium,
            args=FLAGS,
            base_url=at,
            viewport={"width": 390, "height": 844},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        running.append(context)
        return context.pages[0]

    yield switch_on
    for context in running:
        context.close()


@pytest.fixture
def lossy(server: str) -> Iterator[str]:
    """An address that leads to the server, and breaks one connection of twenty off, by chance but always alike.

    Not by the routes of Playwright: they switch the browser's memory of files off, and no phone does that.
    """
    chance, host, port = Random(5), "127.0.0.1", int(server.rsplit(":", 1)[1])

    class Line(BaseRequestHandler):
        def handle(self) -> None:
            if chance.random() < LOSS:
                self.request.setsockopt(SOL_SOCKET, SO_LINGER, pack("ii", 1, 0))
                return
            with create_connection((host, port)) as onward:
                asking = Thread(target=carry_over, args=(self.request, onward), daemon=True)
                asking.start()
                carry_over(onward, self.request)

    def carry_over(source: socket, to: socket) -> None:
        with suppress(OSError):
            while some := source.recv(65536):
                to.sendall(some)
            to.shutdown(SHUT_WR)

    class Proxy(ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    with Proxy((host, 0), Line) as proxy:
        Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://{host}:{proxy.server_address[1]}"
        proxy.shutdown()


def take_along(page: Any) -> None:
    page.goto(AWAY)
    page.get_by_label("Mã PIN mới").fill(PIN)
    page.get_by_label("Nhập lại mã PIN").fill(PIN)
    page.get_by_role("button", name="Mang danh sách theo").click()
    page.get_by_text("Danh sách đã có trên máy này.").wait_for()


def unlock(page: Any, pin: str = PIN) -> None:
    page.get_by_label("Mã PIN", exact=True).fill(pin)
    page.get_by_role("button", name="Mở khóa").click()


def write_away(page: Any, person: str, words: str) -> None:
    """A note on the device about whoever has this code."""
    page.locator("[data-people]").get_by_role("button", name=person).click()
    page.locator("input[name=kind][value=visit]").check()
    page.locator("#away_note").fill(words)
    page.get_by_role("button", name="Giữ trên máy này").click()
    page.locator("[data-count]").wait_for()


def sent(page: Any) -> None:
    """Nothing waits on the device any more."""
    page.locator("[data-count]").filter(has_text=re.compile(r"^0$")).wait_for()


def told_by(folder: Path, *words: str) -> set[str]:
    """Which of these words stand in any file of the device's memory, however they are written."""
    found = set()
    for file in folder.rglob("*"):
        if not file.is_file():
            continue
        content = file.read_bytes()
        found |= {one for one in words if one.encode() in content or one.encode("utf-16-le") in content}
    return found


def patiently(act: Callable[[], Any], page: Any, *, times: int = 12) -> Any:
    """As somebody does on a bad line: what did not come is asked for again."""
    for left in reversed(range(times)):
        try:
            return act()
        except Error:
            if not left:
                raise
            page.wait_for_timeout(300)
    return None


@pytest.mark.slow
def test_two_notes_over_a_bad_line_one_of_them_without_any_are_on_the_server_once(
    own_database, phone_of, lossy, sign_in
):
    team, page = Team("toivien"), phone_of(at=lossy)
    one, two = (episode.person.code for episode in team.people)
    line = page.context.new_cdp_session(page)
    page.context.set_default_timeout(4 * PATIENCE)
    with given("a phone with 400 kbit/s, 400 ms and 5 % loss"):
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", SLOW)
        patiently(lambda: sign_in(page, "toivien", PASSWORD, onward="/visits/"), page)
    with when("one sees today's visits and writes one note"):
        assert page.get_by_role("link", name=one).count() == 1

        def write() -> None:
            page.goto(f"/visits/{team.people[0].pk}/")
            page.locator("#id_note").fill("Sức khỏe ổn định")
            follow(page.get_by_role("button", name="Lưu lần thăm gặp"))
            assert "/visits/?written" in page.url

        patiently(write, page)
    with when("one takes the list along, loses the line and writes another"):
        patiently(lambda: take_along(page), page)
        page.context.set_offline(True)
        page.goto(AWAY)
        unlock(page)
        write_away(page, two, WORDS)
        page.locator("[data-count]", has_text="1").wait_for()
        assert Contact.objects.count() == 1
    with when("the line is back, as bad as before"):
        page.context.set_offline(False)
        line.send("Network.emulateNetworkConditions", SLOW)

        def send() -> None:
            page.get_by_role("button", name="Gửi ngay").click()
            sent(page)

        patiently(send, page)
    with then("both are on the server, once"):
        notes = sorted(Contact.objects.values_list("note", flat=True))
        assert notes == sorted(["Sức khỏe ổn định", WORDS])
        assert FieldNote.objects.count() == 2
        assert {one.member.full_name for one in Contact.objects.all()} == {"toivien (mẫu)"}


def test_two_members_write_about_one_person_and_the_difference_is_shown(
    own_database, phone_of, sign_in, browser_page, check_axe
):
    team = Team("mot", "hai")
    code = team.people[0].person.code
    phones = {name: phone_of(name) for name in ("mot", "hai")}
    with given("two members who have taken the list along and lost the line"):
        for name, page in phones.items():
            sign_in(page, name, PASSWORD, onward="/visits/")
            take_along(page)
            check_axe(page)
            page.context.set_offline(True)
    with when("both write about the same person, and come back one after the other"):
        for name, page in phones.items():
            write_away(page, code, f"Theo {name}")
            page.context.set_offline(False)
            sent(page)
        phones["hai"].get_by_text("cả hai bản đều được giữ").wait_for()
    with then("both are kept and stand side by side with what differs"):
        assert set(FieldNote.objects.values_list("note", flat=True)) == {"Theo mot", "Theo hai"}
        assert Contact.objects.get().note == "Theo mot"
        page = browser_page
        team.staff("canbo")
        sign_in(page, "canbo", PASSWORD, onward="/visits/notes/")
        check_axe(page)
        follow(page.get_by_role("link", name=code))
        page.get_by_text("Theo mot").first.wait_for()
        page.get_by_text("Theo hai").first.wait_for()
        assert page.get_by_text("Khác nhau").count() >= 1
        check_axe(page)
    with when("somebody decides that these were two visits"):
        page.get_by_label("Giữ cả hai").check()
        page.locator("#id_reason").fill("Đã hỏi cả hai")
        follow(page.get_by_role("button", name="Ghi kết luận"))
    with then("both count"):
        assert Contact.objects.filter(retired_at=None).count() == 2


def test_the_store_is_unreadable_without_the_pin_and_gone_after_signing_out(
    own_database, phone_of, sign_in, tmp_path
):
    team, page = Team("toivien"), phone_of()
    code = team.people[0].person.code
    with given("a note that was written without a line"):
        sign_in(page, "toivien", PASSWORD, onward="/visits/")
        take_along(page)
        page.context.set_offline(True)
        write_away(page, code, WORDS)
        page.locator("[data-count]", has_text="1").wait_for()
    with when("the phone is switched off and its files are read"):
        page.context.close()
        kept = list((tmp_path / "phone").rglob("*.indexeddb.leveldb"))
    with then("the store is there, and neither the note nor whom it is about can be read in any file"):
        assert kept
        assert told_by(tmp_path / "phone", "hoanhap-away") == {"hoanhap-away"}
        assert told_by(tmp_path / "phone", WORDS, PIN) == set()
        assert told_by(kept[0], code, str(team.people[0].pk)) == set()
    with when("it is switched on again and the PIN is typed"):
        page = phone_of()
        page.context.set_offline(True)
        page.goto(AWAY)
        unlock(page)
    with then("the note is still there"):
        page.locator("[data-count]", has_text="1").wait_for()
    with when("one signs out"):
        page.context.set_offline(False)
        page.goto("/visits/")
        if "/sign-in/" in page.url:
            sign_in(page, "toivien", PASSWORD, onward="/visits/")
        page.locator("summary", has_text="toivien").click()
        follow(page.get_by_role("button", name="Đăng xuất"))
    with then("nothing is left on the device"):
        page.wait_for_timeout(500)
        left = page.evaluate(
            """async () => [(await indexedDB.databases()).map(one => one.name),
                await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]"""
        )
        assert left == [[], [], 0]
        page.context.close()
        assert told_by(tmp_path / "phone", WORDS) == set()


def test_too_many_wrong_pins_and_the_device_forgets(own_database, phone_of, sign_in):
    team, page = Team("toivien"), phone_of()
    sign_in(page, "toivien", PASSWORD, onward="/visits/")
    take_along(page)
    page.get_by_role("button", name="Khóa lại").click()
    with when("a wrong PIN is typed, the right one, and then five wrong ones"):
        unlock(page, "000000")
        page.get_by_text("Số lần còn lại: 4").wait_for()
        unlock(page)
        page.locator("[data-people]").get_by_role("button", name=team.people[0].person.code).wait_for()
        page.get_by_role("button", name="Khóa lại").click()
        for left in (4, 3, 2, 1):
            unlock(page, "111111")
            page.get_by_text(f"Số lần còn lại: {left}").wait_for()
        unlock(page, "111111")
    with then("everything is gone"):
        page.get_by_text("Đã xóa hết trên máy này.").wait_for()
        # Drafts are a store of their own, which no PIN opens.
        names = set(page.evaluate("async () => (await indexedDB.databases()).map(one => one.name)"))
        assert names - {"hoanhap-drafts"} <= {"hoanhap-away"}
        page.reload()
        page.get_by_label("Mã PIN mới").wait_for()


def test_a_draft_survives_a_lost_line_and_a_closed_tab(own_database, phone_of, sign_in, tmp_path):
    team, page = Team("toivien"), phone_of()
    address = f"/visits/{team.people[0].pk}/"
    sign_in(page, "toivien", PASSWORD, onward=address)
    with when("the line is lost while one writes, and the tab is closed"):
        page.context.set_offline(True)
        page.locator("#id_note").fill(WORDS)
        for _turn in range(100):
            if page.evaluate(DRAFTS):
                break
            page.wait_for_timeout(100)
        other = page.context.new_page()
        page.close()
        other.context.set_offline(False)
    with then("the words are there again when the page is"):
        other.goto(address)
        other.locator("[data-draft-found]").wait_for()
        assert other.locator("#id_note").input_value() == WORDS
    with when("it is sent"):
        follow(other.get_by_role("button", name="Lưu lần thăm gặp"))
        assert Contact.objects.get().note == WORDS
    with then("no draft is left, and none could ever be read on the device"):
        other.wait_for_timeout(500)
        other.goto(address)
        other.wait_for_timeout(500)
        assert other.locator("#id_note").input_value() == ""
        other.context.close()
        assert told_by(tmp_path / "phone", WORDS) == set()


def test_a_visit_is_noted_without_scripts(own_database, window, sign_in):
    team, page = Team("toivien"), window(width=390, scripts=False)
    sign_in(page, "toivien", PASSWORD, onward="/visits/")
    follow(page.get_by_role("link", name=team.people[0].person.code))
    page.locator("#id_note").fill("Không cần script")
    follow(page.get_by_role("button", name="Lưu lần thăm gặp"))
    assert Contact.objects.get().note == "Không cần script"
