"""The site with one address more, which tells what a request looks like from inside."""

from __future__ import annotations

from flask import Response, jsonify, request

from blogsite import create_app

app = create_app()


@app.get("/mirror")
def mirror() -> Response:
    """Who asks, by which scheme and host, and every header that came with it."""
    return jsonify(
        address=request.remote_addr,
        scheme=request.scheme,
        host=request.host,
        headers=dict(request.headers),
    )
