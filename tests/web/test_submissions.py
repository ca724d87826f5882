"""What is posted has to be UTF-8, however it is escaped."""

from __future__ import annotations

from urllib.parse import quote_from_bytes, unquote_to_bytes

from hypothesis import given
from hypothesis import strategies as st

from blogsite.web.submissions import unquoted

pieces = st.one_of(
    st.binary(max_size=20),
    st.binary(max_size=20).map(quote_from_bytes).map(str.encode),
    st.text(alphabet="%=&+aF4c3\r\n_", max_size=20).map(str.encode),
)


@given(st.lists(pieces, max_size=8).map(b"".join))
def test_escapes_are_resolved_as_in_addresses(body: bytes) -> None:
    expected = unquote_to_bytes(body.replace(b"=", b"&"))

    assert unquoted(body) == expected
