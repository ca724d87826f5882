"""The pytest plugins of this suite, in the order they are loaded."""

PLUGINS = (
    "tests.support.run",
    "tests.support.mongod",
    "tests.support.pages",
    "tests.support.letters",
    "tests.support.logs",
    "tests.support.codes",
    "tests.support.queries",
    "tests.support.requests",
    "tests.support.changes",
    "tests.support.costs",
    "tests.support.smtp",
    "tests.support.providers",
    "tests.support.tongues",
    "tests.support.served",
    "tests.support.browser",
)
