"""The command line: sentences, languages, exit codes, never a trace unless asked."""

import argparse
import errno
import json
import socket
import types

import pytest

from hoanhap.config import cli, env, serving, words
from hoanhap.config.errors import PlatformError
from hoanhap.kit.errors import Problem, Refused


@pytest.fixture(autouse=True)
def language(monkeypatch):
    """Each test begins in Vietnamese."""
    monkeypatch.delenv("HOANHAP_LANG", raising=False)
    monkeypatch.setattr(words, "_chosen", None)


@pytest.fixture
def command(monkeypatch):
    """A command that fails in a chosen way."""

    def install(trouble: BaseException) -> None:
        def run(_args: argparse.Namespace) -> int:
            raise trouble

        module = types.SimpleNamespace(NAME="break", HELP="…", add_arguments=lambda _parser: None, run=run)
        monkeypatch.setattr(cli, "_modules", lambda _arguments: [module])

    return install


def test_the_overview_lists_every_command_with_its_sentence(capsys):
    assert cli.main(["--help"]) == 0

    said = capsys.readouterr().out
    assert said.startswith("Cách dùng: hoanhap")
    for name in ("database", "demo", "doctor", "migrate", "serve"):
        assert f"\n    {name}" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nope"], "không nhận 'nope'"),
        (["database"], "thiếu action"),
        (["serve", "--port", "many"], "--port không nhận giá trị 'many'"),
        (["serve", "--port"], "--port cần một giá trị"),
        (["migrate", "--slowly"], "không hiểu “--slowly”"),
    ],
)
def test_a_wrong_command_is_explained_in_vietnamese(arguments, sentence, capsys):
    assert cli.main(arguments) == cli.MISUSED

    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err
    assert "--help" in captured.err


def test_the_language_counts_wherever_it_stands(capsys):
    assert cli.main(["nope", "--lang", "en"]) == cli.MISUSED

    assert capsys.readouterr().err.startswith("The command is not right")


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (PlatformError("Một câu rõ ràng."), "Một câu rõ ràng."),
        (OSError(errno.ENOSPC, "No space left on device"), "Ổ đĩa đã đầy"),
        (FileNotFoundError(errno.ENOENT, "No such file", "danh-sach.xlsx"), "danh-sach.xlsx"),
        (Refused(Problem("late", "Ngày này quá muộn.")), "Ngày này quá muộn."),
        (ValueError("Nguyễn Văn A (mẫu)"), "Lỗi ngoài dự kiến (ValueError)"),
    ],
)
def test_every_failure_is_a_sentence_and_exit_code_1(command, trouble, sentence, capsys):
    command(trouble)

    assert cli.main(["break"]) == cli.FAILED

    captured = capsys.readouterr()
    assert sentence in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""


def test_an_unexpected_error_does_not_repeat_its_text_which_may_be_personal(command, capsys):
    command(ValueError("Nguyễn Văn A (mẫu)"))

    cli.main(["break"])

    assert "Nguyễn" not in capsys.readouterr().err


def test_a_program_gets_the_failure_as_json(command, monkeypatch, capsys):
    command(PlatformError("Một câu."))
    monkeypatch.setattr(cli, "build", lambda _arguments: _Parser(PlatformError("Một câu.")))

    assert cli.main(["break", "--format", "json"]) == cli.FAILED

    assert json.loads(capsys.readouterr().out) == {"error": "Một câu."}


class _Parser:
    """A parser whose arguments cannot be had."""

    def __init__(self, trouble: Exception) -> None:
        self.trouble = trouble

    def parse_args(self, _arguments: list[str]) -> argparse.Namespace:
        raise self.trouble


def test_the_trace_is_there_for_who_asks(command):
    command(ValueError("inside"))

    with pytest.raises(ValueError, match="inside"):
        cli.main(["break", "--debug"])


def test_ctrl_c_is_not_an_error_report(command, capsys):
    command(KeyboardInterrupt())

    assert cli.main(["break"]) == cli.INTERRUPTED
    assert capsys.readouterr().err == "\nĐã dừng theo yêu cầu.\n"


def test_a_port_in_use_names_the_next_free_one(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert cli.main(["serve", "--port", str(port)]) == cli.FAILED
        moved = serving.free_place("127.0.0.1", port, move=True)

    said = capsys.readouterr().err
    assert f"Cổng {port} đang bị chương trình khác dùng." in said
    assert f"hoanhap serve --port {moved.port}" in said
    assert moved.port > port


def test_an_impossible_port_is_refused():
    with pytest.raises(PlatformError, match="65535"):
        serving.free_place("127.0.0.1", 70000)


@pytest.mark.parametrize(
    ("reader", "value", "sentence"),
    [
        (lambda: env.flag("HOANHAP_X"), "maybe", "phải là 1 hoặc 0"),
        (lambda: env.number("HOANHAP_X", 1, most=9), "12", "từ 0 đến 9"),
        (lambda: env.number("HOANHAP_X", 1), "²", "số nguyên"),
        (lambda: env.choice("HOANHAP_X", ["a", "b"], "a"), "c", "a, b"),
    ],
)
def test_a_wrong_variable_is_explained_by_name(reader, value, sentence, monkeypatch):
    monkeypatch.setenv("HOANHAP_X", value)

    with pytest.raises(PlatformError, match=r"HOANHAP_X") as wrong:
        reader()

    assert sentence in wrong.value.message


def test_a_short_secret_key_is_refused(monkeypatch):
    monkeypatch.setenv("HOANHAP_SECRET_KEY", "short")

    with pytest.raises(PlatformError, match="32"):
        env.secret_key()
