#!/usr/bin/env python3
"""Make the environment: `.venv`, the locked packages, the project itself. Standard library only.

    python3 scripts/setup.py             what the program needs to run
    python3 scripts/setup.py --dev       and what developers need
    python3 scripts/setup.py --browser   and a Chromium for the tests in a real browser

When nothing changed since the last time it ends within a moment. The syntax is
kept old on purpose: an old Python must get as far as the sentence that says so.
"""

import argparse
import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
LEAST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ENGLISH = os.environ.get("HOANHAP_LANG") == "en"


class Stopped(Exception):
    """The environment cannot be made; the text says what to do."""


def say(vi: str, en: str) -> str:
    """Vietnamese, or English when HOANHAP_LANG=en."""
    return en if ENGLISH else vi


def tell(vi: str, en: str) -> None:
    """A line about what is being done."""
    sys.stderr.write(say(vi, en) + "\n")
    sys.stderr.flush()


def root_user() -> bool:
    """Whether we may install packages of the system."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def inside(name: str) -> str:
    """A program of the environment."""
    folder = "Scripts" if os.name == "nt" else "bin"
    return os.path.join(VENV, folder, name + (".exe" if os.name == "nt" else ""))


def works(*command: str) -> bool:
    """Whether a command runs and succeeds."""
    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def newer_python() -> None:
    """Go on under a Python that is new enough, if the machine has one."""
    if sys.version_info[:2] >= LEAST:
        return
    for minor in range(20, LEAST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)
        if found:
            os.execv(found, [found, os.path.abspath(__file__)] + sys.argv[1:])
    have = "%d.%d" % sys.version_info[:2]
    raise Stopped(
        say(
            "Cần Python 3.11 trở lên; máy này có %s. Hãy cài bản mới (Debian 12+, Ubuntu 24.04+: apt install python3)."
            % have,
            "Python 3.11 or newer is needed; this is %s. Install a newer one." % have,
        )
    )


def install_system(*packages: str) -> bool:
    """Install Debian packages when we are root on Debian; False when that is not so or did not work."""
    apt = shutil.which("apt-get")
    if not apt or not root_user():
        return False
    tell("Cài gói hệ thống: %s…" % " ".join(packages), "Installing system packages: %s…" % " ".join(packages))
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = [apt, "install", "-y", "-qq", "--no-install-recommends"] + list(packages)
    for attempt in range(3):
        if attempt:
            time.sleep(3)
        updated = subprocess.call([apt, "update", "-qq"], env=env, stdout=sys.stderr) == 0
        if updated and subprocess.call(install, env=env, stdout=sys.stderr) == 0:
            return True
    return False


def make_venv() -> None:
    """A working `.venv`, made again when its Python is gone or too old."""
    test = "import sys; sys.exit(sys.version_info[:2] < %r)" % (LEAST,)
    if works(inside("python"), "-c", test) and (works(inside("python"), "-m", "pip", "--version") or uv()):
        return
    tell("Tạo môi trường Python (.venv)…", "Making the Python environment (.venv)…")
    if not works(sys.executable, "-c", "import ensurepip, venv"):
        if shutil.which("uv"):
            subprocess.check_call(
                ["uv", "venv", "--quiet", "--clear", "--seed", "--python", sys.executable, VENV]
            )
            return
        if not (install_system("python3-venv") and works(sys.executable, "-c", "import ensurepip, venv")):
            raise Stopped(
                say(
                    "Python của máy này thiếu phần tạo môi trường. Hãy gõ: sudo apt install python3-venv\n"
                    "rồi chạy lại lệnh vừa rồi.",
                    "This machine's Python cannot make environments. Type: sudo apt install python3-venv\n"
                    "and run the same command again.",
                )
            )
    subprocess.check_call([sys.executable, "-m", "venv", "--clear", VENV])


def uv() -> str:
    """The fast installer: of the environment, else of the machine, else none."""
    own = inside("uv")
    if works(own, "--version"):
        return own
    return shutil.which("uv") or ""


def get_uv() -> str:
    """Put the locked uv into the environment; plain pip does the work where that fails."""
    found = uv()
    if found:
        return found
    with open(os.path.join(ROOT, "requirements", "dev.lock"), encoding="utf-8") as lock:
        block = re.search(r"^uv==.*?(?=^\S)", lock.read() + "\nend\n", re.MULTILINE | re.DOTALL)
    if block is None:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        wanted = os.path.join(folder, "uv.lock")
        with open(wanted, "w", encoding="utf-8") as file:
            file.write("\n".join(line for line in block.group(0).splitlines() if "# " not in line) + "\n")
        works(
            inside("python"),
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            wanted,
        )
    return uv()


def install(lock: str) -> None:
    """The locked packages with their hashes, then the project itself as an editable package."""
    tell("Cài các gói đã khóa phiên bản…", "Installing the locked packages…")
    installer = get_uv()
    pip = [inside("python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    fast = [installer, "pip", "install", "-q", "--python", inside("python")]
    ways = ([fast] if installer else []) + [pip]
    for position, way in enumerate(ways):
        packages = subprocess.call(way + ["--require-hashes", "-r", lock])
        project = packages or subprocess.call(way + ["--no-deps", "--no-build-isolation", "-e", ROOT])
        if project == 0:
            return
        if position + 1 < len(ways):
            tell("uv không cài được, thử bằng pip…", "uv did not succeed, trying pip…")
    raise Stopped(
        say(
            "Không cài được các gói. Hãy kiểm tra mạng (hoặc PIP_INDEX_URL/UV_DEFAULT_INDEX) và chỗ trống rồi chạy lại.",
            "The packages could not be installed. Check the network (or PIP_INDEX_URL/UV_DEFAULT_INDEX) and disk space, "
            "then run again.",
        )
    )


def fingerprint(lock: str) -> str:
    """What the installed environment depends on, the place of the checkout included."""
    digest = hashlib.sha256((ROOT + "\0" + os.path.basename(lock)).encode())
    for name in (lock, os.path.join(ROOT, "pyproject.toml")):
        with open(name, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def environment(dev: bool) -> None:
    """Everything under `.venv`, skipped when it is already so."""
    stamp = os.path.join(VENV, "installed")
    marks = {kind: fingerprint(os.path.join(ROOT, "requirements", kind + ".lock")) for kind in ("run", "dev")}
    enough = {marks["dev"]} if dev else set(marks.values())
    with contextlib.suppress(OSError), open(stamp, encoding="ascii") as file:
        if file.read().strip() in enough and works(inside("python"), "-c", "import django"):
            return
    make_venv()
    with contextlib.suppress(OSError):
        os.unlink(stamp)
    kind = "dev" if dev else "run"
    install(os.path.join(ROOT, "requirements", kind + ".lock"))
    with open(stamp, "w", encoding="ascii") as file:
        file.write(marks[kind] + "\n")


def browser() -> None:
    """A Chromium for the tests: the machine's, else Debian's, else a sentence."""
    if any(shutil.which(name) for name in BROWSERS) or os.environ.get("HOANHAP_BROWSER"):
        return
    if install_system("chromium") and shutil.which("chromium"):
        return
    sentence = say(
        "Máy không có Chromium: các bài thử bằng trình duyệt sẽ được bỏ qua. Để chạy chúng: sudo apt install chromium",
        "There is no Chromium: the tests in a real browser will be skipped. To run them: sudo apt install chromium",
    )
    if os.environ.get("CI"):
        raise Stopped(sentence)
    sys.stderr.write(sentence + "\n")


@contextlib.contextmanager
def alone():  # type: ignore[no-untyped-def]
    """Two `make` at once: the second waits."""
    os.makedirs(os.path.join(ROOT, "var"), exist_ok=True)
    with open(os.path.join(ROOT, "var", "setup.lock"), "w", encoding="ascii") as lock:
        if os.name != "nt":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Do what is missing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--browser", action="store_true")
    args = parser.parse_args()
    try:
        newer_python()
        with alone():
            environment(args.dev)
            if args.browser:
                browser()
    except Stopped as stopped:
        sys.stderr.write(str(stopped) + "\n")
        return 1
    except (OSError, subprocess.CalledProcessError) as trouble:
        sys.stderr.write(
            say("Không tạo được môi trường: ", "The environment could not be made: ") + str(trouble) + "\n"
        )
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(say("\nĐã dừng.\n", "\nStopped.\n"))
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
