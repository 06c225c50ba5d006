# opos as a container that stays and runs what becomes due. Build: docker build -t opos .
# One container per data folder; with PostgreSQL as the store, as many as you like (compose.yaml).

FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
# The versions that opos was tested with, in an environment that the second stage only copies.
RUN pip install --no-cache-dir uv==0.13.9 \
 && uv venv /opt/opos \
 && uv pip install --no-cache --python /opt/opos/bin/python --constraints requirements-test.lock \
    '.[postgresql]' \
 && /opt/opos/bin/python -m compileall -q /opt/opos/lib

FROM python:3.13-slim
COPY --from=build /opt/opos /opt/opos
RUN useradd --system --uid 900 --create-home --home-dir /var/lib/opos --shell /usr/sbin/nologin opos \
 && ln -s /opt/opos/bin/opos /usr/local/bin/opos \
 && install -d -o opos -g opos -m 0750 /var/lib/opos/data
USER 900
WORKDIR /var/lib/opos
VOLUME /var/lib/opos/data
STOPSIGNAL SIGTERM
# 0 and 1 of a monitoring plugin are well enough to stay; 2 and 3 are not.
HEALTHCHECK --interval=5m --timeout=1m --start-period=1m \
    CMD ["sh", "-c", "opos -c /etc/opos/config.toml check --nagios || test $? -eq 1"]
CMD ["opos", "-c", "/etc/opos/config.toml", "--headless", "--watch"]
