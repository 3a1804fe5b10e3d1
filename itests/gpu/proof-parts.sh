# The parts of gpu-proof.sh.

# Those of the blocks, so that no time goes into padding.
sizes="batch=1 qwen-backbone.rows=1,81,512 past=512,593,1024 scored=1 images=1,81,128"
sizes="$sizes imageTokens=1024,4096 contextTokens=81,405"

# CACHE EFFORT PRECISION OPTION... CLASS ARGUMENT...: in the place of the shell that runs it
java() {
  cache=$1 effort=$2 precision=$3
  shift 3
  # shellcheck disable=SC2086 # options are words
  exec ./java/bin/java ${PROOF_JAVA_OPTS:-} -Dnexusgen.cache="$NEXUSGEN_CACHE/$cache" \
    -Dnexusgen.tensorrt.home="$proof/tensorrt" -Dnexusgen.cuda.home="$proof/tensorrt" \
    -Dnexusgen.tensorrt11.home="$proof/tensorrt11" -Dnexusgen.tensorrt11.cudaHome="$proof/tensorrt11" \
    -Dnexusgen.tensorrt.precision="$precision" -Dnexusgen.tensorrt.effort="$effort" \
    --enable-native-access=ALL-UNNAMED \
    -Dnexusgen.tensorrt.sizes="$sizes" -Dorg.slf4j.simpleLogger.showDateTime=true -cp "jars/*" "$@"
}

# FILE CACHE EFFORT LABEL NAMES REPEATS SECONDS: a section of the results, of the run in 'words'
prove() {
  java "$2" "$3" "$precision" -Xmx16g -Dproof.only="$5" -Dproof.seconds="$7" \
    -Dproof.weights="$work" -Dproof.references="$work/references" \
    org.nexusgen.parity.GpuProof "$engine" "$4" "$limit" "$6" "$which" "$work/$1.md"
}

# An engine that cannot run is said in the results, and keeps no other from it.
check_engines() {
  able=''
  for engine in $(for run in $runs; do echo "${run%%:*}"; done | awk '!seen[$0]++'); do
    rm -f "$work/device"
    begin "check-$engine" java check 0 fp32 -Xmx1g org.nexusgen.parity.GpuCheck "$engine" "$work/device"
    await 0 "$(share 100 180)" || true
    if [ "$code" -eq 0 ]; then
      sed 's/^/- /' "$work/device" >> "$work/facts"
      able="$able $engine"
    else
      [ -s "$work/device" ] ||
        echo "$engine cannot run here: the check ended with $code: $(last "check-$engine")" > "$work/device"
      note "$(cat "$work/device")"
      status=1
    fi
  done
  before=$runs runs=''
  for run in $before; do
    case " $able " in *" ${run%%:*} "*) runs="$runs $run" ;; esac
  done
}

# Why there are no times of PyTorch; empty: there may be.
no_torch='not reached'
find_torch() {
  no_torch=''
  if $dry; then
    no_torch='a dry run'
  elif ! command -v python3 >/dev/null 2>&1; then
    no_torch='there is no python3'
  else
    begin torch-found python3 -c 'import torch, sys; sys.exit(0 if torch.cuda.is_available() else 1)'
    await 0 "$(share 100 120)" || true
    said=$(last torch-found)
    [ "$code" -eq 0 ] || no_torch="python3 has no PyTorch with CUDA${said:+ ($said)}"
  fi
}

export PYTHONUNBUFFERED=1
# SECONDS OPTION...
torch_beside() {
  [ -z "$no_torch" ] || return 0
  torch_seconds=$1
  shift
  TORCHINDUCTOR_CACHE_DIR="${TORCHINDUCTOR_CACHE_DIR:-$NEXUSGEN_CACHE/torch}" begin torch \
    python3 torch_blocks.py --repeats "${PROOF_REPEATS:-20}" --seconds "$torch_seconds" \
    --blocks "${PROOF_BLOCKS:-}" --workers "$compilers" --cells "$work/torch.json" \
    --table "$work/torch.md" "$@"
}

# The same, and nothing beside it.
torch() {
  torch_beside "$@"
  await 0 $(($1 + 60)) || true
}

# Small models, which take the first kernels that do, and what blocks are compared with.
untimed() {
  room || return 0
  engine=onnxruntime precision=fp32 limit=1e-3
  begin references prove plans/references references 0 "What blocks are compared with" \
    "$(pattern $names)" 0 "$(part)"
  for run in $runs; do
    words "$run"
    for model in $models; do
      room || { note "model $model, $engine, $precision: not run, for want of time"; status=1; continue; }
      begin "1-$engine-$precision-$model" prove "sections/1-$engine-$precision-$model" \
        "models/$engine-$precision-$model" 0 "Model $model, $precision" "^$model" 0 "$(part)"
    done
  done
}

# Waits for a place among those that run side by side; PyTorch's compiler has one of its own.
room() {
  [ "$(date +%s)" -lt "$plans_end" ] || return 1
  most=$jobs
  case $running in *' torch:'*) most=$((jobs + 1)) ;; esac
  await $((most - 1)) "$(between $((plans_end - $(date +%s))) 0 "$forever")"
}

# Seconds that a process may take before it begins nothing more
part() {
  between "$(share 100 "${PROOF_SECONDS:-$forever}")" 0 "$forever"
}

# Plans of blocks for this effort
plans() {
  for run in $runs; do
    words "$run"
    for block in $(batches "$engine"); do
      room || break 2
      job=$engine-$precision-$block
      mkdir -p "$NEXUSGEN_CACHE/plans/$job"
      begin "plan-$job" prove "plans/$effort-$job" "plans/$job" "$effort" "" "^($block)\$" 0 "$(part)"
    done
  done
  # What is not ready is named where it is not timed.
  await 0 "$(between $((plans_end - $(date +%s))) 0 "$forever")" || true
}

# NAME: a plan's process has ended, well or not.
planned() {
  job=${1#plan-}
  # Their names tell what they are, so that all can lie in one folder.
  find "$NEXUSGEN_CACHE/plans/$job" \( -name '*.plan' -o -name '*.seal' \) \
    -exec mv -f {} "$NEXUSGEN_CACHE/blocks/tensorrt/plans/" \; || true
  $kept || rm -rf "$NEXUSGEN_CACHE/plans/$job"
  kind=${job#*-}
  [ ! -f "$work/plans/$effort-$job.md" ] ||
    awk -F ' *[|] *' -v kind="| $effort | ${job%%-*}, ${kind%%-*} |" -v names=" $names" \
      'index(names, " " $2 " ") && $10 + 0 > 0 { printf "%s %s | %.0f |\n", kind, $2, $10 / 1000 }' \
      "$work/plans/$effort-$job.md" >> "$work/built"
}

# PERCENT of the time that is left: the blocks of the run in 'words'
timed() {
  ready=$names
  # Where time is short, none of it goes into building here what was not ready side by side.
  [ -z "${PROOF_DEADLINE:-}" ] ||
    ready=$(awk -F ' *[|] *' -v kind="$effort $engine, $precision" '$2 " " $3 == kind { print $4 }' \
      "$work/built" 2>/dev/null | tr '\n' ' ' || true)
  seconds=$(between "$(share "$1" "${PROOF_SECONDS:-$forever}")" 0 "$forever")
  file=$n-$engine-$precision-blocks
  if [ -n "$ready" ] && [ "$seconds" -gt 0 ]; then
    begin "$file" prove "sections/$file" blocks "$effort" "Blocks, $precision, effort $effort" \
      "$(pattern $ready)" "${PROOF_REPEATS:-20}" "$seconds"
    await 0 "$(between $((seconds + 30)) 0 "$(share 100 "$forever")")" || true
  else
    ready=''
  fi
  missing=''
  for name in $names; do
    case " $ready " in *" $name "*) continue ;; esac
    missing="$missing $name"
    # Why its plan is not there, if that is known
    [ ! -f "$work/sections/$file.md" ] ||
      cat "$work/plans/$effort-$engine-$precision-"*.md 2>/dev/null | grep "^| $name |" \
        >> "$work/sections/$file.md" || true
  done
  [ -z "$missing" ] || { note "$stage: not run, for want of a plan or of time:$missing"; status=1; }
}

# LOG: its last line
last() {
  grep -v -e '^[[:space:]]' -e '^$' "$work/logs/$1.log" 2>/dev/null | tail -n 1 | cut -c 1-300
}

# CODE NAME: a part has ended.
ended() {
  case $2 in
    check-* | torch-found) return 0 ;;
    plan-*)
      planned "$2"
      [ "$1" -eq 0 ] || { echo "$2: $1" >&2; tail -n 12 "$work/logs/$2.log" >&2; }
      ;;
    torch)
      case $1 in
        0) ;;
        *) torch_said="in '$stage' it ended with $1${stopping:+ (}$stopping${stopping:+)}: $(last torch)" ;;
      esac
      ;;
    *)
      # Of references alone there is nothing that could hold, so it ends with 1.
      if [ "$2" != references ]; then
        grep -v '^[[:space:]]at ' "$work/logs/$2.log" >&2 || true
        [ "$1" -eq 0 ] || status=1
      fi
      if [ -n "$stopping" ]; then
        note "$2: it was stopped before it was through: $stopping"
      elif [ "$1" -gt 1 ]; then
        note "$2: it ended with $1: $(last "$2")"
      fi
      ;;
  esac
  results || true
}
