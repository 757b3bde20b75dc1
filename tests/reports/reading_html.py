"""Reading a page as a browser would, strictly enough to catch what a template got wrong."""

import re
from html.parser import HTMLParser

VOID = {"meta", "col", "img", "br", "link", "input", "hr"}


class Page(HTMLParser):
    """A page taken apart: its elements with their attributes, its text, and every fault of nesting."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.faults: list[str] = []
        self.words: list[str] = []
        self.headings: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._open and self._open[-1] in {"h1", "h2"}:
            self.headings.append(data.strip())

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element of one kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        """Return every id, in the order of the page."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def text(self) -> str:
        """Return all words, white space made single."""
        return " ".join(" ".join(self.words).split())


def skeleton(text: str) -> str:
    """Return a page without what depends on library versions or is no text.

    The paths that Matplotlib writes differ in the last decimal between its versions, and so does the compression of
    pictures between versions of zlib; neither says anything about the page.
    """
    text = re.sub(r'(<svg class="plot"[^>]*>).*?(</svg>)', r"\1…\2", text, flags=re.DOTALL)
    text = re.sub(r'<svg class="plot" [^>]*(aria-label="[^"]*")[^>]*>', r'<svg class="plot" \1>', text)
    return re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "data:image/png;base64,…", text)
