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

# True once the process has ended within so many tenths of a second; one that only waits to be reaped has ended.
gone() {
  tries=$1
  while [ "$tries" -gt 0 ]; do
    kill -0 "$pid" 2>/dev/null || return 0
    case "$(cat "/proc/$pid/stat" 2>/dev/null)" in *") Z "*) return 0 ;; esac
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
