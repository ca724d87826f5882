"""What somebody might write to run a script in a reader's browser, by the way it would get in."""

from __future__ import annotations

RAW = """
<script>alert(1)</script>
<ScRiPt >alert(1)</sCrIpT>
<script src=data:,alert(1)></script>
<script/x>alert(1)</script>
<<script>alert(1)//<</script>
<scr<script>ipt>alert(1)</scr</script>ipt>
<script>alert(1)
</script foo><script>alert(1)</script>
<iframe src="javascript:alert(1)"></iframe>
<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>
<object data="javascript:alert(1)"></object>
<embed src="javascript:alert(1)">
<applet code=x>alert(1)</applet>
<base href="javascript:alert(1)//"><a href="x">base</a>
<link rel=stylesheet href="data:text/css,*{x:expression(alert(1))}">
<meta http-equiv=refresh content="0;url=javascript:alert(1)">
<meta http-equiv="Content-Security-Policy" content="script-src *">
<style>@import "javascript:alert(1)";</style>
<style>body{display:none}</style>
<form action="javascript:alert(1)"><button>x</button></form>
<button form=f formaction="javascript:alert(1)">x</button>
<input autofocus onfocus=alert(1)>
<textarea autofocus onfocus=alert(1)></textarea>
<select autofocus onfocus=alert(1)></select>
<template><script>alert(1)</script></template>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<plaintext><script>alert(1)</script>
<xmp><script>alert(1)</script></xmp>
<portal src="javascript:alert(1)"></portal>
<frameset onload=alert(1)><frame src="javascript:alert(1)"></frameset>
""".strip().split("\n")

EVENTS = """
<img src=x onerror=alert(1)>
<img src=x onerror="alert(1)"
<img/src=x/onerror=alert(1)>
<IMG SRC=x ONERROR=alert(1)>
<img src=x onerror&#61;alert(1)>
<img src=x oneonerrorrror=alert(1) onerror =alert(1)>
<img src=x:alert(alt) onerror=eval(src) alt=1>
<p onclick=alert(1) onmouseover=alert(1)>p</p>
<details open ontoggle=alert(1)><summary>s</summary></details>
<b onanimationstart=alert(1) style="animation:x 1s">b</b>
<a href=x onfocus=alert(1) autofocus tabindex=0>a</a>
<video src=x onerror=alert(1)></video>
<video><source onerror=alert(1)></video>
<audio src=x onerror=alert(1)></audio>
<body onload=alert(1)>
<marquee onstart=alert(1)>x</marquee>
<div onpointerrawupdate=alert(1)>d</div>
<q oncut=alert(1) contenteditable>q</q>
<time datetime=x onscrollend=alert(1)>t</time>
<span accesskey=x onbeforematch=alert(1) hidden=until-found>s</span>
""".strip().split("\n")

ADDRESSES = """
[a](javascript:alert(1))
[a](JaVaScRiPt:alert(1))
[a](javascript&colon;alert(1))
[a](javascript&#58;alert(1))
[a](&#106;avascript:alert(1))
[a](&#x6A;&#x61;vascript:alert(1))
[a](java&Tab;script:alert(1))
[a](java&NewLine;script:alert(1))
[a](java%0ascript:alert(1))
[a](<java	script:alert(1)>)
[a](< javascript:alert(1)>)
[a](&#1;javascript:alert(1))
[a](\\javascript:alert(1))
[a](javascript:alert(1)//http://example.org/)
[a](vbscript:msgbox(1))
[a](data:text/html,<script>alert(1)</script>)
[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)
[a](data:image/svg+xml,<svg/onload=alert(1)>)
[a](blob:https://example.org/x)
[a](file:///etc/passwd)
[a](view-source:javascript:alert(1))
[a]: javascript:alert(1)
![a](javascript:alert(1))
![a](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)
![a"onerror="alert(1)](x)
![a](x"onerror="alert(1))
<javascript:alert(1)>
<data:text/html,<script>alert(1)</script>>
<a href="javascript:alert(1)">a</a>
<a href=" &#14;  javascript:alert(1)">a</a>
<a href="jav&#x0A;ascript:alert(1)">a</a>
<a href="javascript&colon;alert(1)">a</a>
<a href=`javascript:alert(1)`>a</a>
<a href="//javascript:alert(1)">a</a>
<a xlink:href="javascript:alert(1)">a</a>
<a ping="javascript:alert(1)" href="#">a</a>
<a href="#" target=_blank download>a</a>
<blockquote cite="javascript:alert(1)">q</blockquote>
<q cite="data:text/html,<script>alert(1)</script>">q</q>
javascript://example.org/%0aalert(1)
http://example.org/"onmouseover="alert(1)
http://example.org/<script>alert(1)</script>
www.example.org/'onclick='alert(1)
mailto:a@example.org?subject="><script>alert(1)</script>
""".strip().split("\n")

FOREIGN = """
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><script href=data:,alert(1) /></svg>
<svg><a xlink:href="javascript:alert(1)"><text x=9 y=9>a</text></a></svg>
<svg><animate attributeName=href values=javascript:alert(1) /></svg>
<svg><set attributeName=onmouseover to=alert(1)></svg>
<svg><foreignObject><iframe onload=alert(1)></foreignObject></svg>
<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)>#x"/></svg>
<svg><style><img src=x onerror=alert(1)></style></svg>
<svg><desc><img src=x onerror=alert(1)></desc></svg>
<math><a xlink:href="javascript:alert(1)">a</a></math>
<math><maction actiontype="statusline#javascript:alert(1)">x</maction></math>
<math href="javascript:alert(1)">x</math>
<math><mtext><img src=x onerror=alert(1)></mtext></math>
""".strip().split("\n")

MUTATING = """
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)">
<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">
<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
<noscript><style></noscript><img src=x onerror=alert(1)></style>
<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></math>
<svg><![CDATA[><image xlink:href="]]><img src=x onerror=alert(1)//"></svg>
<table><td><p><a><table><a href="javascript:alert(1)">x</a></table></td></table>
<p title="`<img src=x onerror=alert(1)>`">`</p>
<a title="--><img src=x onerror=alert(1)>">a</a><!--
<!--><img src=x onerror=alert(1)>-->
<!-- --!><img src=x onerror=alert(1)> -->
<!doctype x [<!entity y "<img src=x onerror=alert(1)>">]>&y;
<?xml version="1.0"?><img src=x onerror=alert(1)?>
<![CDATA[<img src=x onerror=alert(1)>]]>
<ruby><rt><rtc><style><b title="</style><img src=x onerror=alert(1)>">
<b <script>alert(1)</script>0
<div id="main" name="cookie" class="site door skip">clobber</div>
<p id=csrf_token name=csrf_token lang='x"onclick="alert(1)'>clobber</p>
""".strip().split("\n")

MARKDOWN = [
    '[a](/ "x\\" onmouseover=\\"alert(1)")',
    "[a](/ '\"><img src=x onerror=alert(1)>')",
    '[a]: / "</title><script>alert(1)</script>"\n\n[a]',
    "[a]: <javascript:alert(1)>\n\n[a] [b][a] ![c][a]",
    "x[^<script>alert(1)</script>]\n\n[^<script>alert(1)</script>]: <script>alert(1)</script>",
    "x[^1]\n\n[^1]: [y](javascript:alert(1)) <img src=x onerror=alert(1)>",
    "x^[<svg onload=alert(1)> [a](javascript:alert(1))]",
    "```<script>alert(1)</script>\nx\n```",
    '```"onmouseover="alert(1)\nx\n```',
    "```x\n</code></pre><script>alert(1)</script>\n```",
    '~~~ js"><img/src=x/onerror=alert(1)>\nx\n~~~',
    "`<img src=x onerror=alert(1)>`",
    "    <script>alert(1)</script>",
    "| <img src=x onerror=alert(1)> | b |\n|---|---|\n| [a](javascript:alert(1)) | `|` |",
    '| a |\n|:--"onclick="alert(1)-:|\n| b |',
    "# <script>alert(1)</script> {#x onclick=alert(1)}",
    "<h1>Rain</h1>\n<img src=x\nonerror\n=alert(1)>",
    "- [ ] <img src=x onerror=alert(1)>\n- [x] <script>alert(1)</script>",
    "term <script>\n: <script>alert(1)</script>",
    "<div>\n\n*a* <img src=x onerror=alert(1)>\n\n</div>",
    "*<b onmouseover=alert(1)>*</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
    "\\<script>alert(1)\\</script>",
    "<a href='\n[a](javascript:alert(1))'>b</a>",
    "[<img src=x onerror=alert(1)>](/)",
    '![<script>alert(1)</script>](/ "<script>")',
    "http://example.org/\u202e<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<img src=x onerror\u00a0=alert(1)><img\u2028src=x\u2028onerror=alert(1)>",
    r"$\text{<script>alert(1)</script>}$ $$\text{<img src=x onerror=alert(1)>}$$",
    r"$\text{&lt;img src=x onerror=alert(1)&gt;}$ $\mbox{&#60;script&#62;alert(1)}$",
    r"$\href{javascript:alert(1)}{x}$ $\url{javascript:alert(1)}$",
    r"$\style{background:url(javascript:alert(1))}{x} \class{site-header}{y} \cssId{main}{z}$",
    r"$\color{red;x:expression(alert(1))}{x} \unicode{x3cscript} \char`<$",
    r"$\text{</mtext></math><img src=x onerror=alert(1)>}$",
    '$$\n<script>alert(1)</script>\n$$\n\n$$a$$ ("onmouseover="alert(1))',
    r'$\left( <script>alert(1)</script>$ $\left( " onmouseover="alert(1)$',
    '<p title="\n\n$x$\n\n" onmouseover="alert(1)">',
    "# \"><img src=x onerror=alert(1)>\n\n# ' onclick='alert(1)\n\n# <b id=main>c</b>\n\n# d",
    "> [!NOTE]<script>alert(1)</script>\n> x\n\n> [!<script>alert(1)</script>]\n> x",
    "> [!TIP]\n> <script>alert(1)</script> <img src=x onerror=alert(1)>",
    '```"><script>alert(1)</script>\nx\n```\n\n```html\n<script>alert(1)</script>\n```',
    '```php\n<?php echo "<img src=x onerror=alert(1)>" ?><script>alert(1)</script>\n```',
    "```diff\n+ <script>alert(1)</script>\n- <img src=x onerror=alert(1)>\n```",
    "<details open ontoggle=alert(1)><summary onclick=alert(1)>s</summary>\n\n*x*\n\n</details>",
    "javascript://www.youtube.com/watch?v=dQw4w9WgXcQ%0aalert(1)",
    "<javascript:alert(1)//https://youtu.be/dQw4w9WgXcQ>",
    'https://youtu.be/dQw4w9WgXcQ"onmouseover="alert(1)',
    "https://youtu.be/dQw4w9WgXcQ'><script>alert(1)</script>",
    '![x](javascript:alert(1) "<img src=x onerror=alert(1)>")',
    '![<script>alert(1)</script>](https://a.example/b.jpg "<script>alert(1)</script>")',
    'x[^"><img src=x onerror=alert(1)>]\n\n[^"><img src=x onerror=alert(1)>]: y',
    "<!--more--><script>alert(1)</script>\n\nx <!-- more --> <img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}<script>alert(1)</script>{% endraw %}",
]

VECTORS = [*RAW, *EVENTS, *ADDRESSES, *FOREIGN, *MUTATING, *MARKDOWN]

LINES = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "</textarea><script>alert(1)</script>",
    "<!--<img src=x onerror=alert(1)>-->",
    "]]><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "Rain javascript:alert(1)",
    "{{ 7 * 7 }} ${7*7} %(num)s {0}",
    "\u202e<svg onload=alert(1)>",
]
"""What fields of one line may hold: titles, tags, descriptions, names."""
