# What gpu-proof.sh may take of the machine, and what it says of it.

forever=1000000000 # seconds

# When all has to be written: a part that does not hear is killed after 5 s.
deadline() {
  end=$((begun + forever))
  [ -z "${PROOF_DEADLINE:-}" ] || [ "$PROOF_DEADLINE" -ge 20 ] ||
    fail "PROOF_DEADLINE: got $PROOF_DEADLINE, wants 20 or more"
  [ -z "${PROOF_DEADLINE:-}" ] || end=$((begun + PROOF_DEADLINE - 10))
}

# GB of memory that may be taken: of the machine, or of the container.
memory() {
  least=$(awk '/^MemAvailable:/ { n = $2 } END { print int(n / 1e6) }' /proc/meminfo)
  for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    bound=$(cat "$file" 2>/dev/null) || continue
    case $bound in '' | *[!0-9]* | ????????????????*) continue ;; esac # no limit, in words or as 2^63
    [ $((bound / 1000000000)) -ge "$least" ] || least=$((bound / 1000000000))
  done
  echo "$least"
}

# NUMBER AT_LEAST AT_MOST
between() {
  bounded=$1
  [ "$bounded" -le "$3" ] || bounded=$3
  [ "$bounded" -ge "$2" ] || bounded=$2
  echo "$bounded"
}

# How many processes are begun at a time: a build took up to 10 GB, PyTorch's compiler likewise.
side_by_side() {
  fitting=$(between $(($(memory) / 12)) 1 16)
  jobs=${PROOF_JOBS:-$(between $(($(nproc) / 2)) 1 "$(between "$fitting" 1 8)")}
  compilers=$(between "$(nproc)" 1 "$fitting")
}

# A plan and its weights are 1 GB on average; above that come the weights of those being built.
enough_disk() {
  ! $dry || return 0
  each=$(($(echo "$names" | wc -w) * $(echo "$runs" | wc -w)))
  ! $kept || each=$((each * $(echo "$efforts" | wc -w)))
  free=$(df -Pk "$NEXUSGEN_CACHE" | awk 'NR == 2 { print int($4 / 1e6) }')
  [ "$free" -ge $((each + 6)) ] || fail "disk of $NEXUSGEN_CACHE: got $free GB, wants $((each + 6));" \
    "set TMPDIR or PROOF_WORK to a folder with more, or choose less with PROOF_BLOCKS or PROOF_RUNS"
}

# The head of the results' list.
facts() {
  if ! $dry && command -v nvidia-smi >/dev/null 2>&1; then
    timeout 20 nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2>/dev/null |
      sed 's/^/- GPU, driver, memory: /' || true
  fi
  echo "- commit: $(cat commit 2>/dev/null || echo unknown)"
  echo "- date: $(date -u +%Y-%m-%d)"
  echo "- processor: $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1), $(nproc) threads"
  echo "- memory of the host: $(awk '/^MemTotal:/ { print int($2 / 1e6) }' /proc/meminfo) GB, of which $(memory) GB could be taken"
}
