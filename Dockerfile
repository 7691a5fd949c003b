# Two stages: the first installs and prepares, the second holds only what runs.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
WORKDIR /app
COPY requirements.txt ./
RUN /opt/venv/bin/pip install -r requirements.txt
COPY . .
# Catalogue and static files belong to the code, not to the data of an installation.
RUN STATIC_ROOT=/app/static-collected VAR_DIR=/tmp/build \
    sh -c '/opt/venv/bin/python manage.py messages --compile \
        && /opt/venv/bin/python manage.py collectstatic --no-input' \
    && rm -rf /tmp/build

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    YICHUANG_ENV=production VAR_DIR=/var/lib/yichuang STATIC_ROOT=/app/static-collected
RUN useradd --system --uid 10001 --no-create-home yichuang \
    && install -d -o yichuang -g yichuang /var/lib/yichuang
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER yichuang
VOLUME /var/lib/yichuang
EXPOSE 8000
CMD ["gunicorn", "yichuang.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "8", "--worker-tmp-dir", "/tmp", "--no-control-socket"]
