"""From what PostgreSQL and the operating system say to one sentence with what to do."""

from pathlib import Path

from hoanhap.config.errors import PlatformError
from hoanhap.config.words import say


def explain(said: str, *, folder: Path, log: Path) -> PlatformError:
    """The likeliest reason why the server does not start, first match wins."""
    text = said.lower()
    if "no space left on device" in text or "disk quota exceeded" in text:
        return full_disk(folder, said)
    if "read-only file system" in text:
        sentence = say(
            f"Ổ đĩa chứa {folder} chỉ cho đọc. Hãy đặt HOANHAP_VAR vào thư mục ghi được.",
            f"The disk that holds {folder} is read-only. Point HOANHAP_VAR to a folder that can be written.",
        )
    elif "incompatible with server" in text or "initialized by postgresql version" in text:
        sentence = say(
            f"Dữ liệu trong {folder} thuộc bản PostgreSQL khác. Hãy dùng PG_BIN trỏ đến bản cũ để xuất dữ liệu "
            "(pg_dump), rồi nạp vào bản mới; xem docs/how-to/production.md.",
            f"The data in {folder} belongs to another version of PostgreSQL. Point PG_BIN to the old version to "
            "export it (pg_dump), then load it into the new one; see docs/how-to/production.md.",
        )
    elif "shared memory block" in text and "still in use" in text:
        sentence = say(
            "Các tiến trình PostgreSQL của lần chạy trước vẫn chưa kết thúc. Hãy đợi một phút rồi thử lại; "
            "nếu vẫn vậy, khởi động lại máy.",
            "Processes of the previous PostgreSQL are still ending. Wait a minute and try again; "
            "if it stays, restart the machine.",
        )
    elif "could not create shared memory segment" in text or "cannot allocate memory" in text:
        sentence = say(
            "Máy không đủ bộ nhớ để chạy PostgreSQL. Hãy đóng bớt chương trình rồi thử lại.",
            "The machine has too little memory to run PostgreSQL. Close other programs and try again.",
        )
    elif "address already in use" in text:
        sentence = say(
            "Cổng của cơ sở dữ liệu đang bị chương trình khác dùng. Hãy thử lại: lần sau sẽ chọn cổng khác.",
            "Another program uses the database's port. Try again: another port will be chosen.",
        )
    elif "permission denied" in text or "wrong ownership" in text or "invalid permissions" in text:
        sentence = say(
            f"PostgreSQL không đọc được thư mục {folder}: có lẽ do tài khoản khác tạo ra. "
            "Hãy chạy bằng đúng tài khoản đã tạo, hoặc đặt HOANHAP_VAR vào thư mục khác.",
            f"PostgreSQL cannot read {folder}: another account probably made it. "
            "Run as the account that made it, or point HOANHAP_VAR to another folder.",
        )
    elif "lock file" in text and "already exists" in text:
        sentence = say(
            f"Một PostgreSQL khác đang dùng {folder}. Hãy dừng nó (hoanhap database stop) rồi thử lại.",
            f"Another PostgreSQL is using {folder}. Stop it (hoanhap database stop) and try again.",
        )
    else:
        sentence = say(
            f"PostgreSQL không khởi động được; lý do nằm trong {log}. Hãy chạy “hoanhap doctor”.",
            f"PostgreSQL did not start; the reason stands in {log}. Run “hoanhap doctor”.",
        )
    return PlatformError(sentence, detail=said.strip()[-4000:])


def full_disk(folder: Path, said: str = "") -> PlatformError:
    """The disk has no room for the database."""
    return PlatformError(
        say(
            f"Hết chỗ trống trên ổ đĩa chứa {folder}. Hãy giải phóng ít nhất 200 MB, "
            "hoặc đặt HOANHAP_VAR vào ổ đĩa khác, rồi chạy lại. Dữ liệu đã ghi không mất.",
            f"The disk that holds {folder} is full. Free at least 200 MB, or point HOANHAP_VAR to another disk, "
            "then run again. What was saved is not lost.",
        ),
        detail=said.strip()[-4000:],
    )
