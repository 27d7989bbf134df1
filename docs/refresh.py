"""Writes the reference parts of the documentation again from the code (`make docs`)."""

from __future__ import annotations

import re
from pathlib import Path

from claimcheck import schema
from claimcheck.config import default_text

HERE = Path(__file__).parent


def refresh(name: str, text: str) -> None:
    """Put `text` between the marks `<!-- reference -->` and `<!-- end of reference -->`."""
    path = HERE / name
    before, after = "<!-- reference -->\n", "\n<!-- end of reference -->"
    pattern = re.compile(f"{re.escape(before)}.*{re.escape(after)}", re.DOTALL)
    page = path.read_text("utf-8")
    path.write_text(pattern.sub(lambda _: f"{before}\n{text.strip()}\n{after}", page), "utf-8")


if __name__ == "__main__":
    refresh("tables.md", schema.markdown())
    refresh("configuration.md", f"```toml\n{default_text().strip()}\n```")
