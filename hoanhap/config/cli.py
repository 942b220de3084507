"""The command `hoanhap`: one sentence when something is wrong, exit code 0 only on success."""

import argparse
import contextlib
import errno
import importlib
import json
import os
import pkgutil
import re
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import NoReturn

from hoanhap.config import commands, output
from hoanhap.config.errors import PlatformError
from hoanhap.config.words import LANGUAGES, language, say, speak

FAILED = 1
MISUSED = 2
INTERRUPTED = 130


class Parser(argparse.ArgumentParser):
    """argparse whose own words are also Vietnamese."""

    def error(self, message: str) -> NoReturn:
        """What is wrong with the command line, and how to see the help."""
        self.exit(
            MISUSED,
            say(f"Lệnh chưa đúng: {_in_vietnamese(message)}\n", f"The command is not right: {message}\n")
            + say(f"Xem hướng dẫn: {self.prog} --help\n", f"See: {self.prog} --help\n"),
        )

    def format_help(self) -> str:
        """The help, with the headings in the language in use."""
        text = super().format_help()
        if language() == "vi":
            headings = {
                "usage:": "Cách dùng:",
                "positional arguments:": "Cần có:",
                "options:": "Tùy chọn:",
                "show this help message and exit": "hiện hướng dẫn này",
            }
            for english, vietnamese in headings.items():
                text = text.replace(english, vietnamese, 1)
        return text


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; every failure ends here as a sentence."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    wanted, arguments = _take_language(arguments)
    if wanted:
        speak(wanted)
    debug = "--debug" in arguments
    arguments = [word for word in arguments if word != "--debug"]
    machine = _wants_json(arguments)
    try:
        parser = build(arguments)
        args = parser.parse_args(arguments)
        if not hasattr(args, "run"):
            parser.print_help()
            return MISUSED
        return int(args.run(args))
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else FAILED
    except KeyboardInterrupt:
        sys.stderr.write(say("\nĐã dừng theo yêu cầu.\n", "\nStopped as asked.\n"))
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as trouble:
        if debug:
            raise
        return _tell(trouble, machine=machine)


def build(arguments: Sequence[str]) -> Parser:
    """The parser; only the module of the named command is loaded, all of them for the overview."""
    parser = Parser(
        prog="hoanhap",
        description=say(
            "Hòa Nhập: phần mềm tự do hỗ trợ người cai nghiện và sau cai.",
            "Hòa Nhập: free software for those who help people leave drugs.",
        ),
        epilog=say(
            "Mọi lệnh đều hiểu --lang vi|en và --debug (hiện vết lỗi kỹ thuật).",
            "Every command understands --lang vi|en and --debug (show the technical trace).",
        ),
    )
    parser.add_argument("--version", action="version", version=_version())
    below = parser.add_subparsers(title=say("Các lệnh", "Commands"), metavar=say("LỆNH", "COMMAND"))
    for module in _modules(arguments):
        text = str(module.HELP)
        child = below.add_parser(module.NAME, help=text, description=text)
        module.add_arguments(child)
        child.set_defaults(run=module.run)
    return parser


def _modules(arguments: Sequence[str]) -> list[ModuleType]:
    names = sorted(found.name for found in pkgutil.iter_modules(commands.__path__))
    named = next((word for word in arguments if not word.startswith("-")), "")
    close = [name for name in names if name.rstrip("_").replace("_", "-") == named]
    return [importlib.import_module(f"{commands.__name__}.{name}") for name in close or names]


def _take_language(arguments: list[str]) -> tuple[str, list[str]]:
    """`--lang` counts wherever it stands, because even the help is written in it."""
    kept: list[str] = []
    chosen = ""
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            chosen = next(words, "")
        elif word.startswith("--lang="):
            chosen = word.partition("=")[2]
        else:
            kept.append(word)
    return (chosen if chosen in LANGUAGES else ""), kept


def _wants_json(arguments: Sequence[str]) -> bool:
    return "--format=json" in arguments or "--format json" in " ".join(arguments)


def _tell(trouble: Exception, *, machine: bool) -> int:
    sentence = sentence_for(trouble)
    if machine:
        print(json.dumps({"error": sentence}, ensure_ascii=False))
    output.warn(sentence)
    return FAILED


def sentence_for(trouble: Exception) -> str:
    """What a person reads instead of a trace."""
    if isinstance(trouble, PlatformError):
        return trouble.message
    if isinstance(trouble, OSError) and trouble.errno in {errno.ENOSPC, errno.EDQUOT}:
        return say(
            "Ổ đĩa đã đầy. Hãy giải phóng chỗ trống rồi chạy lại; phần chưa xong không được ghi.",
            "The disk is full. Free some space and run again; the unfinished part was not saved.",
        )
    if isinstance(trouble, OSError) and trouble.filename:
        return say(
            f"Không mở được {trouble.filename}: {trouble.strerror}.",
            f"{trouble.filename} cannot be opened: {trouble.strerror}.",
        )
    if "django.db" in sys.modules:
        from django.db import Error

        if isinstance(trouble, Error):
            from hoanhap.config.backend.base import describe

            return describe(trouble)
    if "hoanhap.kit.errors" in sys.modules:
        from hoanhap.kit.errors import Refused

        if isinstance(trouble, Refused):
            return str(trouble)
    kind = type(trouble).__name__
    return say(
        f"Lỗi ngoài dự kiến ({kind}). Hãy chạy lại với --debug và gửi phần hiện ra cho nhóm phát triển "
        "(bỏ thông tin cá nhân).",
        f"Unexpected error ({kind}). Run again with --debug and send what it shows to the developers "
        "(without personal data).",
    )


def _version() -> str:
    from importlib import metadata

    with contextlib.suppress(metadata.PackageNotFoundError):
        return f"hoanhap {metadata.version('hoanhap')}"
    return "hoanhap"


def _in_vietnamese(message: str) -> str:
    patterns = {
        r"the following arguments are required: (.*)": r"thiếu \1",
        r"unrecognized arguments: (.*)": r"không hiểu “\1”",
        r"argument (.*?): expected one argument": r"\1 cần một giá trị",
        r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)": r"\1 không nhận \2; chọn một trong: \3",
        r"argument (.*?): invalid \S+ value: (.*)": r"\1 không nhận giá trị \2",
    }
    for pattern, vietnamese in patterns.items():
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, vietnamese, message, flags=re.DOTALL)
    return message


if __name__ == "__main__":
    sys.exit(main())
