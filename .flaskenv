# `flask run` listens where the other ways of starting the site do.
FLASK_APP=app
FLASK_RUN_HOST=${HOST:-127.0.0.1}
FLASK_RUN_PORT=${PORT:-5454}
