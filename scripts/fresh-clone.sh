#!/usr/bin/env bash
# Proves the two commands where nothing is prepared: an empty folder, an empty home, an empty npm cache, the system's own Node.
# Clones what is committed; as root it does so twice, as root and as nobody. Needs the network. Not part of the tests.
#   scripts/fresh-clone.sh                 npm start, and everything that a person would try
#   scripts/fresh-clone.sh --with-tests    npm test as well
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/.." && pwd)
WITH_TESTS=${1:-}
SYSTEM_PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
PORT=${PORT:-3977}

say() { printf '%-7s %-52s %s\n' "$WHO" "$1" "$2"; }
fail() { say "$1" "FAILED"; tail -n 20 "$PLACE"/*.log 2>/dev/null || true; exit 1; }

# What runs as the user: nothing of our own environment but the way to the network.
as_user() {
  local keep=(HOME="$PLACE/home" PATH="$SYSTEM_PATH" LANG=C.UTF-8 PORT="$PORT" npm_config_cache="$PLACE/cache")
  for name in HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy NODE_EXTRA_CA_CERTS; do
    [ -z "${!name:-}" ] || keep+=("$name=${!name}")
  done
  local run=(env -i "${keep[@]}" bash -c "cd '$PLACE/clone' && $1")
  if [ "$WHO" = nobody ]; then setsid setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups "${run[@]}"; else setsid "${run[@]}"; fi
}

start() {
  : > "$PLACE/start.log"
  as_user 'exec npm start' > "$PLACE/start.log" 2>&1 &
  STARTED=$!
  local began=$SECONDS
  until grep -q 'Ctrl-C' "$PLACE/start.log"; do
    kill -0 "$STARTED" 2>/dev/null || fail "npm start ended by itself"
    [ $((SECONDS - began)) -lt 600 ] || fail "npm start was not ready in ten minutes"
    sleep 0.2
  done
  TOOK=$((SECONDS - began))
}

# The server, whatever npm put in front of it.
server_pid() { pgrep -f "$PLACE/clone/scripts/leash.mjs" | tail -n 1; }
# Every PostgreSQL process works inside its data directory.
postgres_count() {
  local count=0 link
  for link in /proc/[0-9]*/cwd; do
    case $(readlink "$link" 2>/dev/null || true) in "$PLACE"/clone/.troth/*) count=$((count + 1)) ;; esac
  done
  echo "$count"
}
until_no_postgres() {
  for _ in $(seq 1 150); do
    [ "$(postgres_count)" = 0 ] && return 0
    sleep 0.2
  done
  fail "a PostgreSQL is left running"
}

prove() {
  WHO=$1
  PLACE=$(mktemp -d "/tmp/troth-fresh-$WHO-XXXXXX")
  mkdir -m 0700 "$PLACE/home" "$PLACE/cache"
  git clone --quiet "file://$ROOT" "$PLACE/clone"
  chmod 0755 "$PLACE"
  if [ "$WHO" = nobody ]; then chown -R "nobody:$(id -g nobody)" "$PLACE" && chmod 0700 "$PLACE"; fi
  say "node, npm" "$(as_user 'node --version; npm --version' | tr '\n' ' ')"

  start
  say "npm start: install, database, sandbox" "$TOOK s"
  local line page
  line=$(grep '^curl' "$PLACE/start.log")
  bash -c "$line" | grep -q '"state":"offered"' || fail "the line to paste"
  bash -c "$line" | grep -q '"state":"offered"' || fail "the line to paste, a second time"
  say "the curl line, pasted twice" "works"
  for page in $(grep -o 'http://[^ ]*' "$PLACE/start.log" | grep -v '/v1/'); do
    curl -sf -o /dev/null "$page" || fail "$page"
  done
  say "every address it says to open" "200"
  as_user 'npm run -s troth -- clock advance 1d' | grep -q clock || fail "clock advance"
  as_user 'npm run -s troth -- audit' > "$PLACE/audit.log" 2>&1 || fail "audit"
  say "clock advance, audit" "clean"
  local stand
  stand=$(as_user 'npm run -s troth -- clock advance 1h')
  kill -INT "$(server_pid)" && wait "$STARTED" || true
  until_no_postgres
  say "Ctrl-C" "stopped, no PostgreSQL left"

  start
  [ -n "$stand" ] && grep -q "$(echo "$stand" | grep -o '20[0-9-]*' | head -n 1)" "$PLACE/start.log" || fail "the second start lost the clock"
  say "second start, data kept" "$TOOK s"
  kill -KILL "$(server_pid)"
  wait "$STARTED" || true
  until_no_postgres
  start
  say "after kill -9: no PostgreSQL left, starts again" "$TOOK s"
  as_user 'npm run -s troth -- audit' > "$PLACE/audit.log" 2>&1 || fail "audit after kill -9"
  kill -TERM "$(server_pid)" && wait "$STARTED" || true
  until_no_postgres

  if [ "$WITH_TESTS" = --with-tests ]; then
    local began=$SECONDS
    as_user 'npm test' > "$PLACE/test.log" 2>&1 || fail "npm test"
    say "npm test" "$((SECONDS - began)) s, $(grep -E '^ℹ (tests|pass|skipped)' "$PLACE/test.log" | tr -d 'ℹ' | tr '\n' ' ')"
  fi
  rm -rf "$PLACE"
}

if [ "$(id -u)" = 0 ]; then
  prove root
  prove nobody
else
  prove "$(id -un)"
fi
