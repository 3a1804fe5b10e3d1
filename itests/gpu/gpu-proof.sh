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
#   PROOF_EFFORT     tensorrt.effort of the small models' plans (1)
#   PROOF_SECONDS    after which no model or block is begun, in each part (no limit)
#   PROOF_TORCH      a file with PyTorch's table of the same machine (it is made)
#   PROOF_WORK       a folder for sections of the results and what each part said (a temporary one)
#   PROOF_JAVA_OPTS  options for the Java machine
set -eu
here=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
out=$(pwd)/tensorrt-results.md
dry=false
while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry=true; shift ;;
    --out) out=$2; shift 2 ;;
    *) sed -n '2,20p' "$0" >&2; exit 2 ;;
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

# Those of the blocks, so that no time goes into padding.
sizes="batch=1 qwen-backbone.rows=1,81,512 past=512,593,1024 scored=1 images=1,81,128"
sizes="$sizes imageTokens=1024,4096 contextTokens=81,405"

# FILE LABEL ENGINE LIMIT SIZES PRECISION NAMES REPEATS; each has plans of its own, so that several can
# be built side by side
prove() {
  # shellcheck disable=SC2086 # options are words
  ./java/bin/java -Xmx16g ${PROOF_JAVA_OPTS:-} -Dnexusgen.cache="$NEXUSGEN_CACHE/$1" \
    -Dnexusgen.tensorrt.home="$proof/tensorrt" -Dnexusgen.cuda.home="$proof/tensorrt" \
    -Dnexusgen.tensorrt11.home="$proof/tensorrt11" -Dnexusgen.tensorrt11.cudaHome="$proof/tensorrt11" \
    -Dnexusgen.tensorrt.precision="$6" -Dnexusgen.tensorrt.sizes="$sizes" \
    -Dproof.only="$7" -Dproof.seconds="${PROOF_SECONDS:-1e9}" \
    -Dproof.references="$sections/references" -Dorg.slf4j.simpleLogger.showDateTime=true -cp "jars/*" \
    org.nexusgen.parity.GpuProof "$3" "$2" "$4" "$8" "$5" "$sections/$1.md" 2> "$sections/$1.log"
}

# Engine, arithmetic, and the limit of differences; TensorRT 11 where it was packed.
runs='tensorrt:fp16:5e-2 tensorrt:fp32:1e-3'
[ ! -d "$proof/tensorrt11" ] || runs="$runs tensorrt11:bf16:1e-1 tensorrt11:fp32:1e-3"

words() {
  engine=${1%%:*}
  limit=${1##*:}
  precision=${1#*:}
  precision=${precision%:*}
}

# What a run said, and whether it is a failure.
ended() {
  grep -v '^[[:space:]]at ' "$sections/$2.log" >&2 || true
  [ "$1" -eq 0 ] || [ "$status" -eq 2 ] || status=$1
}

blocks=${PROOF_BLOCKS:-'^(flux|qwen|vit|vae)-'}
torch=false
if ! $dry && [ -z "${PROOF_TORCH:-}" ] && command -v python3 >/dev/null 2>&1 &&
  python3 -c 'import torch, sys; sys.exit(0 if torch.cuda.is_available() else 1)' 2>/dev/null; then
  torch=true
fi

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
    echo "- method: \`itests/gpu/gpu-proof.sh\`; one layer or block of each kind of the published model with random weights; float32 without TF32"
    [ $# -eq 0 ] || echo "- $1"
    echo
    for section in "$sections"/*.md; do cat "$section"; done
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

if [ -n "${PROOF_TORCH:-}" ]; then
  cp "$PROOF_TORCH" "$sections/torch.txt"
elif $torch; then
  echo "PyTorch" >&2
  python3 torch_blocks.py --repeats "${PROOF_REPEATS:-20}" > "$sections/torch.txt" ||
    echo "It failed." >> "$sections/torch.txt"
fi

# FILE LABEL REPEATS: blocks in the words' arithmetic, unless nothing can run here.
one() {
  [ "$status" -ne 2 ] || return 0
  code=0
  prove "$1" "$2" "$engine" "$limit" real "$precision" "$blocks" "$3" || code=$?
  ended "$code" "$1"
}

status=0
if $dry; then
  PROOF_JAVA_OPTS="${PROOF_JAVA_OPTS:-} -Dnexusgen.tensorrt.layer=stand-in"
  code=0
  prove dry-run 'Dry run' tensorrt 1e-3 tiny fp32 '' "${PROOF_REPEATS:-1}" || code=$?
  ended "$code" dry-run
else
  # Nothing is timed here, so these run side by side: small models, and what blocks are compared with.
  # They take the first kernels that do: which ones is measured for the blocks.
  options=${PROOF_JAVA_OPTS:-}
  PROOF_JAVA_OPTS="$options -Dnexusgen.tensorrt.effort=${PROOF_EFFORT:-1}"
  started=''
  for run in $runs; do
    words "$run"
    for model in starter mini; do
      prove "1-$engine-$precision-$model" "Model $model, $precision" "$engine" "$limit" real \
        "$precision" "^$model" 0 &
      started="$started 1-$engine-$precision-$model:$!"
    done
  done
  prove references "What blocks are compared with" onnxruntime 1e-3 real fp32 "$blocks" 0 || true
  for each in $started; do
    code=0
    wait "${each#*:}" || code=$?
    ended "$code" "${each%:*}"
  done
  rm -f "$sections/references.md"
  # First whether blocks are right, with the first kernels that do; then, with chosen ones, how fast.
  PROOF_JAVA_OPTS="$options -Dnexusgen.tensorrt.effort=0"
  for run in $runs; do
    words "$run"
    one "2-$engine-$precision-blocks" "Blocks, $precision, quickly built" 0
  done
  PROOF_JAVA_OPTS=$options
  for run in $runs; do
    words "$run"
    one "3-$engine-$precision-blocks" "Blocks, $precision" "${PROOF_REPEATS:-20}"
  done
fi
[ -n "$(ls "$sections"/*.md 2>/dev/null)" ] || status=2
[ "$status" -ne 2 ] || { echo "gpu-proof: it did not run (see above); nothing was written" >&2; exit 2; }
results
exit "$status"
