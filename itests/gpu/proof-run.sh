# How gpu-proof.sh runs its parts: beside itself, so that it hears a signal at once, and no part
# outlives its time. A part has a name; what it says is in logs/NAME.log.

running=''     # NAME:PID of each
stopping=''    # why parts are stopped, while they are

# Seconds until PROOF_DEADLINE
left() {
  echo $((end - $(date +%s)))
}

# PERCENT of them, LIMIT at most
share() {
  between $(($(left) * $1 / 100)) 0 "$2"
}

# NAME COMMAND...
begin() {
  begun_part=$1
  shift
  "$@" >> "$work/logs/$begun_part.log" 2>&1 &
  running="$running $begun_part:$!"
}

# Hears of those that have ended.
reap() {
  for one in $running; do
    ! kill -0 "${one##*:}" 2>/dev/null || continue
    code=0
    wait "${one##*:}" || code=$?
    others=''
    for other in $running; do
      [ "$other" = "$one" ] || others="$others $other"
    done
    running=$others
    ended "$code" "${one%:*}"
  done
}

nap() {
  sleep 0.2 2>/dev/null || sleep 1
}

# MOST SECONDS: until no more than so many run; after that time all are ended, and it fails.
await() {
  latest=$(($(date +%s) + $2))
  while reap; [ "$(echo "$running" | wc -w)" -gt "$1" ]; do
    [ "$(date +%s)" -lt "$latest" ] || { stop 'its time was over'; return 1; }
    nap
  done
}

# WHY: ends all that run; who does not hear is killed. A worker of the engine ends with its parent.
stop() {
  stopping=$1
  for signal in TERM KILL; do
    for one in $running; do
      kill -s "$signal" "${one##*:}" 2>/dev/null || true
    done
    tries=0
    while reap; [ -n "$running" ] && [ "$tries" -lt 25 ]; do
      nap
      tries=$((tries + 1))
    done
  done
  stopping=''
}
