"""What the doctor asks the database itself: version, letters, extensions, roles, rights, pending migrations."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hoanhap.config import database, known_views, roles
from hoanhap.config.errors import PlatformError
from hoanhap.config.health import Check, State
from hoanhap.config.words import say

MIGRATE = ("Chạy “hoanhap migrate”.", "Run “hoanhap migrate”.")


def connection_checks() -> Iterator[Check]:
    """In the order in which one would repair them."""
    program = database.sign_in(database.APP)
    with database.connect(program) as connection:
        yield _server(connection, program)
        yield from _letters(connection)
        yield from _extensions(connection)
        yield from _role(connection)
        yield from _rights(connection)
        yield _views(connection)
    yield from _owner(program)
    yield _pending()


def one(connection: Any, question: str, *values: Any) -> Any:
    """The first column of the first row."""
    row = connection.execute(question, values or None).fetchone()
    return row[0] if row else None


def _server(connection: Any, program: database.SignIn) -> Check:
    version = one(connection, "show server_version")
    size = one(connection, "select pg_database_size(current_database())") // 1_000_000
    kind = say("đi kèm", "embedded") if database.embedded() else "DATABASE_URL"
    where = f"{program.host or 'localhost'}:{program.port or 5432}/{program.name}"
    return Check(
        "database",
        State.RIGHT,
        say(
            f"PostgreSQL {version} ({kind}) tại {where}, {size} MB, đăng nhập bằng {program.user}.",
            f"PostgreSQL {version} ({kind}) at {where}, {size} MB, signed in as {program.user}.",
        ),
        facts={
            "version": version,
            "embedded": database.embedded(),
            "address": where,
            "role": program.user,
            "size_mb": size,
        },
    )


def _letters(connection: Any) -> Iterator[Check]:
    encoding = one(connection, "show server_encoding")
    if encoding != "UTF8" or one(connection, "select lower('ĐẶNG ƯỚC')") != "đặng ước":
        yield Check(
            "letters",
            State.WRONG,
            say(
                f"Cơ sở dữ liệu (mã {encoding}) không biết chữ hoa tiếng Việt: tìm kiếm sẽ sót người.",
                f"The database (encoding {encoding}) does not know Vietnamese capitals: searches would miss people.",
            ),
            say(
                "Tạo lại cơ sở dữ liệu với UTF8 và locale C.UTF-8 (xem docs/how-to/production.md).",
                "Create it again with UTF8 and locale C.UTF-8 (see docs/how-to/production.md).",
            ),
        )
    else:
        yield Check(
            "letters", State.RIGHT, say("Chữ tiếng Việt: đúng.", "Vietnamese letters: right."), facts={}
        )


def _extensions(connection: Any) -> Iterator[Check]:
    rows = connection.execute("select extname, extversion from pg_extension").fetchall()
    known = dict(rows)
    missing = [name for name in roles.EXTENSIONS if name not in known]
    if missing:
        listed = ", ".join(missing)
        yield Check(
            "extensions",
            State.WRONG,
            say(f"Thiếu phần mở rộng: {listed}.", f"Missing extensions: {listed}."),
            say(*MIGRATE),
        )
    else:
        have = {name: known[name] for name in roles.EXTENSIONS}
        listed = ", ".join(f"{name} {version}" for name, version in have.items())
        yield Check("extensions", State.RIGHT, listed, facts=have)


def _owned(connection: Any) -> int:
    """Tables that the signed-in role owns, itself or as a member."""
    return int(
        one(
            connection,
            "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where pg_has_role(current_user, c.relowner, 'member') and c.relkind in ('r', 'p')"
            " and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')",
        )
    )


def _role(connection: Any) -> Iterator[Check]:
    row = connection.execute(
        "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user"
    ).fetchone()
    name, *powers = row
    names = ("superuser", "bypassrls", "createrole", "createdb")
    held = [word for word, has in zip(names, powers, strict=True) if has]
    owned = _owned(connection)
    facts = {"role": name, "powers": held, "owned_tables": owned}
    if held or owned:
        yield Check(
            "role",
            State.WRONG,
            say(
                f"Tài khoản {name} có quá nhiều quyền ({', '.join(held) or f'sở hữu {owned} bảng'}): "
                "bảo vệ theo dòng không có tác dụng với nó.",
                f"The role {name} has too much power ({', '.join(held) or f'it owns {owned} tables'}): "
                "row security does not bind it.",
            ),
            say(
                "Dùng hai tài khoản: DATABASE_URL (hoanhap_app) và DATABASE_OWNER_URL (xem docs/how-to/production.md).",
                "Use two roles: DATABASE_URL (hoanhap_app) and DATABASE_OWNER_URL (see docs/how-to/production.md).",
            ),
            facts,
        )
    else:
        yield Check(
            "role",
            State.RIGHT,
            say(
                f"{name}: không sở hữu bảng nào, không vượt được bảo vệ theo dòng.",
                f"{name}: owns no table and cannot step around row security.",
            ),
            facts=facts,
        )


def _rights(connection: Any) -> Iterator[Check]:
    tables = {
        name for (name,) in connection.execute("select tablename from pg_tables where schemaname = 'public'")
    }
    wrong = []
    for right in roles.rights():
        if right.table not in tables:
            continue
        for word in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            has = one(connection, "select has_table_privilege(%s, %s)", f'public."{right.table}"', word)
            if has != (word in right.words):
                wrong.append(f"{right.table}: {word}")
    if wrong:
        yield Check(
            "rights",
            State.WRONG,
            say(
                f"{len(wrong)} quyền trên bảng chưa đúng, ví dụ {wrong[0]}.",
                f"{len(wrong)} rights on tables are not as declared, for example {wrong[0]}.",
            ),
            say(*MIGRATE),
            {"wrong": wrong},
        )
    elif tables:
        yield Check(
            "rights",
            State.RIGHT,
            say("Quyền trên từng bảng: đúng như khai báo.", "Rights on every table: as declared."),
        )


def _views(connection: Any) -> Check:
    """Whether figures can be asked for as known on a day."""
    wanted = len(known_views.statements())
    with connection.cursor() as cursor:
        mark, count = known_views.state(cursor)
    facts = {"views": count, "wanted": wanted}
    if (mark, count) != (known_views.fingerprint(), wanted):
        return Check(
            "as-known",
            State.WRONG,
            say(
                "Các khung nhìn để xem số liệu như đã biết vào một ngày còn thiếu hoặc đã cũ.",
                "The views that show figures as known on a day are missing or out of date.",
            ),
            say(*MIGRATE),
            facts,
        )
    return Check(
        "as-known",
        State.RIGHT,
        say(
            f"Xem được số liệu như đã biết vào một ngày ({count} bảng).",
            f"Figures can be seen as known on a day ({count} tables).",
        ),
        facts=facts,
    )


def _owner(program: database.SignIn) -> Iterator[Check]:
    try:
        owner = database.sign_in(database.OWNER)
        with database.connect(replace(owner, name=program.name)):
            pass
    except PlatformError as trouble:
        yield Check(
            "owner",
            State.WRONG,
            say(
                f"Tài khoản sở hữu không đăng nhập được: {trouble.message}",
                f"The owner cannot sign in: {trouble.message}",
            ),
            say("Kiểm tra DATABASE_OWNER_URL.", "Check DATABASE_OWNER_URL."),
        )
        return
    if owner.user == program.user:
        with database.connect(program) as connection:
            harmless = _owned(connection) == 0 and bool(
                one(connection, "select to_regclass('django_migrations')")
            )
        yield Check(
            "owner",
            State.WORTH_KNOWING if harmless else State.WRONG,
            say(
                "Không có DATABASE_OWNER_URL: chương trình chạy được nhưng không tự cập nhật bảng.",
                "There is no DATABASE_OWNER_URL: the program works, but cannot update its tables.",
            )
            if harmless
            else say(
                "Chương trình và tài khoản sở hữu là một.", "The program and the owner are the same role."
            ),
            say(
                "Đặt DATABASE_OWNER_URL khi chạy “hoanhap migrate” (xem docs/how-to/production.md).",
                "Set DATABASE_OWNER_URL for “hoanhap migrate” (see docs/how-to/production.md).",
            ),
        )


def _pending() -> Check:
    from hoanhap.config.migrating import pending

    waiting = pending()
    if waiting:
        return Check(
            "migrations",
            State.WRONG,
            say(
                f"Còn {len(waiting)} bước cập nhật chưa chạy.",
                f"{len(waiting)} migrations have not been run.",
            ),
            say(*MIGRATE),
            {"pending": waiting},
        )
    return Check("migrations", State.RIGHT, say("Bảng đã cập nhật.", "The tables are up to date."))
