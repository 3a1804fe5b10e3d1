#!/bin/sh
# The proof on a GPU: joins the pieces of pack.sh, builds plans, compares, times, writes results.
#
#   sh gpu-proof.sh [--dry-run] [--out FILE]
#
# Needs an NVIDIA driver and nothing else. Beside it lie the pieces and SHA256SUMS, or it lies in the
# unpacked folder. PyTorch is timed in the same run where 'python3' has it with CUDA.
#
#   --dry-run   everything but the GPU: small sizes, a stand-in for TensorRT in the engine's process
#   --out FILE  the results, as docs/tensorrt-results.md (tensorrt-results.md)
#
#   PROOF_REPEATS    runs of each block that are timed (20)
#   PROOF_BLOCKS     which of them are run, as a regular expression (all)
#   PROOF_RUNS       engine, arithmetic and limit, as tensorrt:fp32:1e-3 (8.6, and 11 where packed)
#   PROOF_MODELS     which small models are run (starter mini)
#   PROOF_EFFORTS    tensorrt.effort of the blocks' plans; of several, one after the other (1 3)
#   PROOF_JOBS       how many of their plans are built side by side (half of the processors, up to 8)
#   PROOF_SECONDS    after which no model or block is begun, in each part (no limit)
#   PROOF_CELLS      PyTorch's times, kept by torch_blocks.py on this machine (they are measured)
#   PROOF_WORK       a folder for sections of the results and what each part said (a temporary one)
#   PROOF_JAVA_OPTS  options for the Java machine
set -eu
here=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
out=$(pwd)/tensorrt-results.md
dry=${PROOF_DRY:-false}
plan=''
while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry=true; shift ;;
    --out) out=$2; shift 2 ;;
    --plan) plan=$2; shift 2 ;; # of its own: one job of build_plans
    *) sed -n '2,21p' "$0" >&2; exit 2 ;;
  esac
done
case $out in /*) ;; *) out=$(pwd)/$out ;; esac

proof=$here
if [ -f "$here/SHA256SUMS" ]; then
  echo "checking the pieces" >&2
  (cd "$here" && sha256sum --quiet -c SHA256SUMS)
  proof=$here/nexusgen-proof
  [ -d "$proof" ] || cat "$here"/piece.* | tar -C "$here" -xzf -
fi
[ -x "$proof/java/bin/java" ] || { echo "gpu-proof: no java in $proof; run pack.sh" >&2; exit 2; }
cd "$proof"
if [ -n "${PROOF_WORK:-}" ]; then
  sections=$PROOF_WORK
  mkdir -p "$sections"
else
  sections=$(mktemp -d)
  trap 'rm -rf "$sections"' EXIT
fi
export NEXUSGEN_CACHE="${NEXUSGEN_CACHE:-$sections/cache}"
mkdir -p "$sections/plans" "$NEXUSGEN_CACHE/blocks"

# Those of the blocks, so that no time goes into padding.
sizes="batch=1 qwen-backbone.rows=1,81,512 past=512,593,1024 scored=1 images=1,81,128"
sizes="$sizes imageTokens=1024,4096 contextTokens=81,405"

# CACHE FILE LABEL ENGINE LIMIT PRECISION NAMES REPEATS
prove() {
  # shellcheck disable=SC2086 # options are words
  ./java/bin/java -Xmx16g ${PROOF_JAVA_OPTS:-} -Dnexusgen.cache="$NEXUSGEN_CACHE/$1" \
    -Dnexusgen.tensorrt.home="$proof/tensorrt" -Dnexusgen.cuda.home="$proof/tensorrt" \
    -Dnexusgen.tensorrt11.home="$proof/tensorrt11" -Dnexusgen.tensorrt11.cudaHome="$proof/tensorrt11" \
    -Dnexusgen.tensorrt.precision="$6" -Dnexusgen.tensorrt.sizes="$sizes" \
    -Dproof.only="$7" -Dproof.seconds="${PROOF_SECONDS:-1e9}" -Dproof.weights="$sections" \
    -Dproof.references="$sections/references" -Dorg.slf4j.simpleLogger.showDateTime=true -cp "jars/*" \
    org.nexusgen.parity.GpuProof "$4" "$3" "$5" "$8" "$which" "$sections/$2.md" 2> "$sections/$2.log"
}

# Engine, arithmetic, and the limit of differences; TensorRT 11 where it was packed.
if $dry; then
  runs='tensorrt:fp32:1e-3' models=mini which=tiny names=vae-tiny
  PROOF_JAVA_OPTS="${PROOF_JAVA_OPTS:-} -Dnexusgen.tensorrt.layer=stand-in"
else
  runs='tensorrt:fp16:5e-2 tensorrt:fp32:1e-3' models=${PROOF_MODELS-starter mini} which=real
  [ ! -d "$proof/tensorrt11" ] || runs="$runs tensorrt11:bf16:1e-1 tensorrt11:fp32:1e-3"
  runs=${PROOF_RUNS:-$runs}
  # What takes longest is begun first.
  names='vae-1024 flux-double-1024 flux-double-512 vae-512 flux-single-1024 flux-single-512'
  names="$names qwen-words qwen-chunk qwen-token vit-504"
fi
names=$(echo "$names" | tr ' ' '\n' | grep -E "${PROOF_BLOCKS:-.}" | tr '\n' ' ' || true)
pattern="^($(echo $names | tr ' ' '|'))\$"

words() {
  engine=${1%%:*}
  rest=${1#*:}
  precision=${rest%%:*}
  rest=${rest#*:}
  limit=${rest%%:*}
  block=${rest#*:}
}

if [ -n "$plan" ]; then
  words "$plan"
  file="plans/$engine-$precision-$block"
  code=0
  prove "$file" "$file" "" "$engine" "$limit" "$precision" "^($block)\$" 0 || code=$?
  # Their names tell what they are, so that all can lie in one folder.
  find "$NEXUSGEN_CACHE/$file" \( -name '*.plan' -o -name '*.seal' \) \
    -exec mv -f {} "$NEXUSGEN_CACHE/blocks/tensorrt/plans/" \;
  echo "$plan: $code" >&2
  exit 0
fi

# Cells of a table of PyTorch's: STAGES...
torch=false
if ! $dry && command -v python3 >/dev/null 2>&1 &&
  python3 -c 'import torch, sys; sys.exit(0 if torch.cuda.is_available() else 1)' 2>/dev/null; then
  torch=true
fi
export TORCHINDUCTOR_CACHE_DIR="${TORCHINDUCTOR_CACHE_DIR:-$NEXUSGEN_CACHE/torch}"
pytorch() {
  ! $torch || python3 torch_blocks.py --repeats "${PROOF_REPEATS:-20}" --seconds 600 \
    --blocks "${PROOF_BLOCKS:-}" --cells "$sections/torch.json" --stages "$@" \
    > "$sections/torch.txt" 2>> "$sections/torch.log" || echo "PyTorch, $*: failed" >&2
}

# The plans that were built, and in what time.
built() {
  [ -s "$sections/built.txt" ] || return 0
  echo "## Plans of blocks"
  echo
  echo "Seconds from the order to the first result, of which building takes nearly all, with up to $jobs at a time."
  echo
  echo "| effort | engine, arithmetic | block | s |"
  echo "| ---: | --- | --- | ---: |"
  cat "$sections/built.txt"
  echo
}

# Writes what there is, with a line for the reader if that is not all.
results() {
  {
    if $dry; then
      echo "# TensorRT: a dry run"
      echo
      echo "Nothing here was run by TensorRT or on a GPU: sizes are small and the engine is a stand-in. It shows that the script runs from start to end."
    else
      echo "# TensorRT: results on a GPU"
      echo
      nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2>/dev/null |
        sed 's/^/- GPU, driver, memory: /'
    fi
    echo "- commit: $(cat commit)"
    echo "- date: $(date -u +%Y-%m-%d)"
    echo "- processor: $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1), $(nproc) threads"
    echo "- method: \`itests/gpu/gpu-proof.sh\`; one layer or block of each kind of the published model with random weights; float32 without TF32; with fp16, what keeps float32 may take it"
    [ $# -eq 0 ] || echo "- $1"
    echo
    for section in "$sections"/*.md; do cat "$section"; done
    built
    echo "## PyTorch on the same device, in the same run"
    echo
    if [ -s "$sections/torch.txt" ]; then
      cat "$sections/torch.txt"
    else
      echo "Not measured: no PyTorch with CUDA here."
    fi
  } > "$out"
  echo "results: $out" >&2
}
trap 'results "The script was ended before it was through."; exit 143' TERM INT

# What a run said, and whether it is a failure: CODE FILE
ended() {
  grep -v '^[[:space:]]at ' "$sections/$2.log" >&2 || true
  [ "$1" -eq 0 ] || [ "$status" -eq 2 ] || status=$1
}

# ENGINE: what is built at a time. Of TensorRT 11, one plan serves all sizes of a graph.
batches() {
  for name in $names; do
    case $1 in
      tensorrt11) echo "${name%-*}-[a-z0-9]+" ;;
      *) echo "$name" ;;
    esac
  done | awk '!seen[$0]++'
}

# EFFORT: plans of blocks, several side by side; a failure shows again when they are timed.
build_plans() {
  rm -f "$sections"/plans/*
  for run in $runs; do
    words "$run"
    batches "$engine" | sed "s/^/$run:/"
  done | PROOF_DRY=$dry PROOF_WORK=$sections xargs -P "$jobs" -n 1 sh "$proof/gpu-proof.sh" --plan
  for file in "$sections"/plans/*.md; do
    job=$(basename "$file" .md)
    precision=${job#*-}
    awk -F ' *[|] *' -v kind="| $1 | ${job%%-*}, ${precision%%-*} |" -v names=" $names" \
      'index(names, " " $2 " ") && $9 + 0 > 0 { printf "%s %s | %.0f |\n", kind, $2, $9 / 1000 }' \
      "$file" >> "$sections/built.txt"
  done
}

jobs=$(($(nproc) / 2))
[ "$jobs" -le 8 ] || jobs=8
[ "$jobs" -ge 1 ] || jobs=1
jobs=${PROOF_JOBS:-$jobs}
status=0
mkdir -p "$NEXUSGEN_CACHE/blocks/tensorrt/plans"

# Alone on the device.
if [ -n "${PROOF_CELLS:-}" ]; then
  cp "$PROOF_CELLS" "$sections/torch.json"
else
  echo "PyTorch" >&2
  pytorch eager
fi

# Nothing is timed here, so these run side by side, and beside the first plans of blocks: small models,
# what blocks are compared with, and what PyTorch compiles. Small models take the first kernels that do.
options=${PROOF_JAVA_OPTS:-}
started=''
pytorch compile &
compiler=$!
prove references 0-references "What blocks are compared with" onnxruntime 1e-3 fp32 "$pattern" 0 &
reference=$!
PROOF_JAVA_OPTS="$options -Dnexusgen.tensorrt.effort=0"
for run in $runs; do
  words "$run"
  for model in $models; do
    file=1-$engine-$precision-$model
    prove "$file" "$file" "Model $model, $precision" "$engine" "$limit" "$precision" "^$model" 0 &
    started="$started $file:$!"
  done
done
n=2
for effort in ${PROOF_EFFORTS:-1 3}; do
  export PROOF_JAVA_OPTS="$options -Dnexusgen.tensorrt.effort=$effort"
  echo "plans of blocks, effort $effort" >&2
  build_plans "$effort"
  wait "$compiler" "$reference" || true
  rm -f "$sections/0-references.md"
  for each in $started; do
    code=0
    wait "${each#*:}" || code=$?
    ended "$code" "${each%:*}"
  done
  [ "$status" -ne 2 ] || break
  [ "$n" -gt 2 ] || pytorch compiled
  started=''
  # One after the other, alone on the device.
  for run in $runs; do
    words "$run"
    file=$n-$engine-$precision-blocks
    code=0
    prove blocks "$file" "Blocks, $precision, effort $effort" "$engine" "$limit" "$precision" \
      "$pattern" "${PROOF_REPEATS:-20}" || code=$?
    ended "$code" "$file"
  done
  n=$((n + 1))
done
[ -n "$(ls "$sections"/*.md 2>/dev/null)" ] || status=2
[ "$status" -ne 2 ] || { echo "gpu-proof: it did not run (see above); nothing was written" >&2; exit 2; }
results
exit "$status"
