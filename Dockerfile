# The image of every `tally` command: `docker run --rm tallystream --help`.
#
# Debian, not Alpine: the tests run on this Node over glibc, and the memory of a worker was measured
# with glibc's malloc. The same tag in each stage is downloaded once.

FROM node:20.20.2-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# What the package ships is what the image holds; a test says that no test is in it.
RUN npm run build \
 && npm pack --ignore-scripts --pack-destination /tmp \
 && mkdir /app \
 && tar --extract --gzip --file /tmp/tallystream-*.tgz --directory /app --strip-components 1 --no-same-owner \
 && chmod -R u=rwX,go=rX /app \
 && chmod 755 /app/dist/cli/tally.js

FROM node:20.20.2-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Nobody debugs libraries or compiles against them here; it is almost half of what there is.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' \) -delete

FROM node:20.20.2-bookworm-slim
ARG REVISION=unknown
LABEL org.opencontainers.image.title="tallystream" \
      org.opencontainers.image.description="Real-time transaction analytics: Kafka in, live dashboards out." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.revision="${REVISION}"
# Nobody installs anything in a container that runs. The folder is there for a volume, which takes
# over its owner; the number of the user is fixed, because files in volumes have numbers.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
      /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-* \
 && groupadd --gid 10001 tally \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/tally --shell /usr/sbin/nologin tally \
 && install --directory --owner 10001 --group 10001 --mode 750 /var/lib/tally \
 && ln -s /app/dist/cli/tally.js /usr/local/bin/tally
COPY --from=dependencies /app/node_modules /app/node_modules
COPY --from=build /app /app
ENV NODE_ENV=production \
    TALLY_HOME=/var/lib/tally
USER 10001:10001
WORKDIR /var/lib/tally
# Of a worker; other commands are asked elsewhere or not at all (docker-compose.yml).
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:5611/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# No shell in between, so that SIGTERM reaches Node, which answers it as process 1 too. What ends a
# program that has crashed does not reach process 1: better `docker run --init`, or `init: true`.
ENTRYPOINT ["node", "/app/dist/cli/tally.js"]
CMD ["--help"]
