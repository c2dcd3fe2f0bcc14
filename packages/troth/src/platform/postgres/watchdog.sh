#!/bin/sh
# Outlives whoever started PostgreSQL, in a session of its own. Its standard input is a pipe that only the starter holds:
# a line means "PostgreSQL is gone, all is well"; end of file without a line means the starter was killed.
#   watchdog.sh <pid of postgres> [folder to remove afterwards, if it carries the mark]
# A shell and not Node: it weighs a megabyte and survives `killall node`.
pid=$1
folder=$2

clean() {
  if [ -n "$folder" ] && [ -f "$folder/.disposable" ]; then rm -rf "$folder"; fi
  exit 0
}

gone() {
  tries=$1
  while [ "$tries" -gt 0 ]; do
    kill -0 "$pid" 2>/dev/null || return 0
    tries=$((tries - 1))
    sleep 0.1
  done
  return 1
}

trap '' HUP INT TERM
read -r word
[ -n "$word" ] && exit 0
# Fast, which writes a checkpoint; then immediate, which the next start recovers from; then by force.
kill -INT "$pid" 2>/dev/null
gone 30 && clean
kill -QUIT "$pid" 2>/dev/null
gone 10 && clean
kill -KILL "$pid" 2>/dev/null
clean
