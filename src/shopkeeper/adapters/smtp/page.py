"""The same words as a page: MJML once a layout, and her words put in."""

from __future__ import annotations

import html
import re

from collections.abc import Callable

from shopkeeper.vocabulary import BadInput


#: What a shop may replace by `content/layout.mjml`; the marks have to stay.
LAYOUT = """\
<mjml>
  <mj-head>
    <mj-title>[[title]]</mj-title>
    <mj-preview>[[preheader]]</mj-preview>
    <mj-attributes>
      <mj-text font-family="Georgia, serif" font-size="17px" line-height="1.5"
        color="#222222" />
    </mj-attributes>
    <mj-style inline="inline">
      .words { margin: 0 0 1em 0; }
      .leave { font-size: 13px; color: #666666; }
    </mj-style>
  </mj-head>
  <mj-body width="600px">
    <mj-section>
      <mj-column>
        <mj-text><p class="words">[[words]]</p></mj-text>
        <mj-text><p class="leave">[[leave]]</p></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
"""
_MARKS = ("[[title]]", "[[preheader]]", "[[words]]", "[[leave]]")
# What MJML writes where a layout names no language: a screen reader would guess.
_NO_LANGUAGE = 'lang="und"'
_PARAGRAPH = re.compile(r"<p\b[^>]*>\s*\[\[words\]\]\s*</p>")
_LINK = re.compile(r"https://[^\s<>\"'\[\]]+[^\s<>\"'\[\].,;:!?)]")


def page_maker(layout: str = LAYOUT) -> Callable[[str, str, str, str, str, str], str]:
    """
    Turn a layout into what puts words on it.

    MJML and inlining run once; what is personal is put in afterwards, escaped, so
    that no word of a customer's is ever read as markup.

    Raises:
        BadInput: If it is not MJML, or one of the marks is missing.
    """
    # An extra: a shop whose channels are folders needs neither.
    import css_inline  # noqa: PLC0415
    import mjml  # noqa: PLC0415

    try:
        made = mjml.mjml2html(layout)
    except ValueError as error:
        msg = f"content/layout.mjml cannot be read: {error}"
        raise BadInput(msg) from None
    frame = css_inline.CSSInliner(load_remote_stylesheets=False).inline(made)
    paragraph = _PARAGRAPH.search(frame)
    missing = [mark for mark in _MARKS if mark not in frame]
    if missing or paragraph is None:
        what = ", ".join(missing) or '<p class="words">[[words]]</p>'
        msg = f"content/layout.mjml has no {what}: put it where it belongs."
        raise BadInput(msg)
    before, after = frame[: paragraph.start()], frame[paragraph.end() :]
    one = paragraph.group()

    def page(
        title: str, preheader: str, body: str, leave: str, leaves: str, language: str
    ) -> str:
        words = "\n".join(
            one.replace("[[words]]", _linked(part).replace("\n", "<br>\n"))
            for part in re.split(r"\n\s*\n", body.strip())
        )
        link = f'<a href="{html.escape(leave)}">{html.escape(leaves)}</a>'
        filled = {
            "[[title]]": html.escape(title),
            "[[preheader]]": html.escape(preheader),
            "[[leave]]": link if leave else "",
            _NO_LANGUAGE: f'lang="{html.escape(language)}"',
        }
        # One pass each: what was put in is never looked through for marks again.
        return _fill(before, filled) + words + _fill(after, filled)

    return page


def _fill(frame: str, filled: dict[str, str]) -> str:
    marks = "|".join(re.escape(mark) for mark in filled)
    return re.sub(marks, lambda found: filled[found.group()], frame)


def _linked(words: str) -> str:
    """Escape words, and make links of the addresses in them."""
    found, at = [], 0
    for link in _LINK.finditer(words):
        found.append(html.escape(words[at : link.start()]))
        address = html.escape(link.group())
        found.append(f'<a href="{address}">{address}</a>')
        at = link.end()
    found.append(html.escape(words[at:]))
    return "".join(found)
