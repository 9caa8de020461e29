# One image, three commands: `northfile serve`, the worker and the beat (docker-compose.yml shows each).
FROM python:3.13-slim-trixie

RUN apt-get update -qq \
    && apt-get install -qq -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /home/northfile northfile \
    && install -d -o northfile -g northfile /data /journal

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 NORTHFILE_ENVIRONMENT=production NORTHFILE_VAR=/data PORT=8000

WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --only-binary=:all: -r requirements.txt
COPY . .
# The product is run from where it lies; the command is a line of shell, as in a development checkout.
RUN python -c 'import sysconfig; open(sysconfig.get_path("purelib") + "/northfile.pth", "w").write("/app\n")' \
    && printf '%s\n' '#!/bin/sh' 'exec python -m webapp.cli "$@"' > /usr/local/bin/northfile \
    && chmod 755 /usr/local/bin/northfile \
    && python -m compileall -q templates tenants records webapp workers migrations

USER northfile
VOLUME /data /journal
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["northfile", "serve", "--host", "0.0.0.0"]
