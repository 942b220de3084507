"""The environment, read once and typed; what is wrong is said by name.

Every variable of the program is read through this module, so that
`hoanhap doctor` and docs/how-to/production.md can list them all.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from hoanhap.config.errors import PlatformError
from hoanhap.config.words import say

ROOT = Path(__file__).resolve().parents[2]

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off", ""})


def text(name: str, default: str = "") -> str:
    """The variable without stray blanks; the default when absent or empty."""
    return os.environ.get(name, "").strip() or default


def required(name: str, why_vi: str, why_en: str) -> str:
    """The variable, or an explanation of what it is for."""
    if value := text(name):
        return value
    raise PlatformError(
        say(
            f"Thiếu biến môi trường {name}: {why_vi}",
            f"The environment variable {name} is missing: {why_en}",
        )
    )


def flag(name: str, *, default: bool = False) -> bool:
    """A yes or no variable: 1/true/yes/on or 0/false/no/off."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    value = raw.strip().lower()
    if value in _YES:
        return True
    if value in _NO:
        return False
    raise PlatformError(
        say(
            f"Biến môi trường {name} phải là 1 hoặc 0, hiện là “{raw}”.",
            f"The environment variable {name} must be 1 or 0; it is “{raw}”.",
        )
    )


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """A whole number within limits."""
    raw = text(name)
    if not raw:
        return default
    if raw.isascii() and raw.isdigit() and least <= int(raw) <= most:
        return int(raw)
    raise PlatformError(
        say(
            f"Biến môi trường {name} phải là số nguyên từ {least} đến {most}, hiện là “{raw}”.",
            f"The environment variable {name} must be a whole number from {least} to {most}; it is “{raw}”.",
        )
    )


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """A list separated by commas or blanks."""
    raw = text(name)
    return raw.replace(",", " ").split() if raw else list(default)


def choice(name: str, allowed: Sequence[str], default: str) -> str:
    """One word out of a short list."""
    value = text(name, default)
    if value in allowed:
        return value
    listed = ", ".join(allowed)
    raise PlatformError(
        say(
            f"Biến môi trường {name} phải là một trong: {listed}; hiện là “{value}”.",
            f"The environment variable {name} must be one of: {listed}; it is “{value}”.",
        )
    )


def var_folder() -> Path:
    """Where the program keeps its own files (database, keys, uploads): HOANHAP_VAR, else `var/` of the checkout."""
    if raw := text("HOANHAP_VAR"):
        return Path(raw).expanduser().resolve()
    home = ROOT if (ROOT / "pyproject.toml").exists() else Path.cwd()
    return home / "var"


def debug() -> bool:
    """Developers' mode: error pages with traces, the component gallery. Never on a real server."""
    return flag("HOANHAP_DEBUG")


def https() -> bool:
    """Whether people reach the program over HTTPS: cookies and redirects then insist on it."""
    return flag("HOANHAP_HTTPS")


def allowed_hosts() -> list[str]:
    """The host names the program answers to: HOANHAP_HOSTS, else this machine alone."""
    return words("HOANHAP_HOSTS", ["localhost", "127.0.0.1", "[::1]"])


def secret_key() -> str:
    """HOANHAP_SECRET_KEY, else one generated once and kept under `var/secrets`."""
    from hoanhap.config.secrets import Secrets

    if given := text("HOANHAP_SECRET_KEY"):
        if len(given) >= 32:
            return given
        raise PlatformError(
            say(
                "HOANHAP_SECRET_KEY quá ngắn: cần ít nhất 32 ký tự ngẫu nhiên. Bỏ biến này thì chương trình tự sinh khóa.",
                "HOANHAP_SECRET_KEY is too short: at least 32 random characters are needed. "
                "Without the variable the program makes its own.",
            )
        )
    return Secrets(var_folder() / "secrets").make("secret-key")


def audit_heads_file() -> Path:
    """HOANHAP_AUDIT_HEADS, best on another disk or machine; else `var/audit/heads.jsonl`."""
    given = text("HOANHAP_AUDIT_HEADS")
    return Path(given).expanduser() if given else var_folder() / "audit" / "heads.jsonl"


def audit_key() -> str:
    """HOANHAP_AUDIT_KEY, else one generated once and kept under `var/secrets`: signs where the trail stood."""
    from hoanhap.config.secrets import Secrets

    return text("HOANHAP_AUDIT_KEY") or Secrets(var_folder() / "secrets").make("audit-key")


def field_keys() -> list[tuple[str, str]]:
    """HOANHAP_FIELD_KEYS as `name:secret` separated by blanks, the present one first; else one kept under `var/secrets`.

    Rotating: put a new one in front, keep the old ones until everything is sealed anew.
    """
    from hoanhap.config.secrets import Secrets

    given = words("HOANHAP_FIELD_KEYS")
    if not given:
        return [("k1", Secrets(var_folder() / "secrets").make("field-key"))]
    pairs = [(name, secret) for name, _colon, secret in (one.partition(":") for one in given)]
    if any(not name.isalnum() or len(secret) < 32 for name, secret in pairs):
        raise PlatformError(
            say(
                "HOANHAP_FIELD_KEYS phải có dạng tên:khóa, mỗi khóa ít nhất 32 ký tự ngẫu nhiên, khóa hiện dùng đứng trước.",
                "HOANHAP_FIELD_KEYS must be name:secret, each secret at least 32 random characters, the present one first.",
            )
        )
    return pairs


def requires_second_factor() -> bool:
    """HOANHAP_REQUIRE_SECOND_FACTOR; else wherever people come over HTTPS, which is every server but one to try out."""
    return flag("HOANHAP_REQUIRE_SECOND_FACTOR", default=https())
