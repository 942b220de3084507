"""The database wrapper: the server is found (or started) when the first connection is made, not when settings load."""

from typing import Any

from django.db.backends.postgresql import base

from hoanhap.config import database
from hoanhap.config.errors import PlatformError
from hoanhap.config.words import say


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, with the sign-in of `hoanhap.config.database` filled in for our two aliases."""

    def get_connection_params(self) -> dict[str, Any]:
        """Parameters for psycopg; starts the embedded server where it is the one in use."""
        if self.alias in database.ALIASES:
            sign_in = database.sign_in(self.alias)
            self.settings_dict.update(
                HOST=sign_in.host, PORT=sign_in.port, USER=sign_in.user, PASSWORD=sign_in.password
            )
        params: dict[str, Any] = super().get_connection_params()
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection, unless the server is older than what the program relies on."""
        connection = super().get_new_connection(conn_params)
        if connection.info.server_version < database.LEAST_VERSION * 10_000:
            found = connection.info.server_version // 10_000
            connection.close()
            raise PlatformError(database.too_old(found))
        return connection


def describe(error: Exception) -> str:
    """A refused or lost connection in one sentence."""
    text = str(error).lower()
    if "password authentication failed" in text or "no password supplied" in text:
        return say(
            "Cơ sở dữ liệu từ chối tên hoặc mật khẩu đăng nhập. Hãy kiểm tra DATABASE_URL và DATABASE_OWNER_URL, "
            "hoặc chạy “hoanhap doctor”.",
            "The database refuses the sign-in name or password. Check DATABASE_URL and DATABASE_OWNER_URL, "
            "or run “hoanhap doctor”.",
        )
    if "does not exist" in text and "database" in text:
        return say(
            "Cơ sở dữ liệu này chưa được tạo trên máy chủ. Hãy tạo nó, hoặc sửa DATABASE_URL.",
            "That database does not exist on the server. Create it, or correct DATABASE_URL.",
        )
    if "relation" in text and "does not exist" in text:
        return say(
            "Cơ sở dữ liệu chưa có bảng. Hãy chạy “hoanhap migrate”.",
            "The database has no tables yet. Run “hoanhap migrate”.",
        )
    if "permission denied" in text:
        return say(
            "Tài khoản của chương trình thiếu quyền trong cơ sở dữ liệu. Hãy chạy “hoanhap migrate” rồi “hoanhap doctor”.",
            "The program's role lacks a right in the database. Run “hoanhap migrate”, then “hoanhap doctor”.",
        )
    if "no space left" in text or "disk full" in text or "could not extend file" in text:
        return say(
            "Ổ đĩa của cơ sở dữ liệu đã đầy. Hãy giải phóng chỗ trống; việc vừa làm chưa được ghi, hãy làm lại.",
            "The database's disk is full. Free some space; the last step was not saved, do it again.",
        )
    if "too many clients" in text or "remaining connection slots" in text:
        return say(
            "Cơ sở dữ liệu đang có quá nhiều kết nối. Hãy đợi một lát hoặc đóng bớt chương trình.",
            "The database has too many connections. Wait a little or close other programs.",
        )
    return say(
        "Không kết nối được cơ sở dữ liệu. Hãy kiểm tra máy chủ đang chạy (hoanhap doctor) rồi thử lại.",
        "The database cannot be reached. Check that the server runs (hoanhap doctor) and try again.",
    )
