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
#   PROOF_JAVA_OPTS  options for the Java machine
set -eu
here=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
out=$(pwd)/tensorrt-results.md
dry=false
while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry=true; shift ;;
    --out) out=$2; shift 2 ;;
    *) sed -n '2,15p' "$0" >&2; exit 2 ;;
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
sections=$(mktemp -d)
trap 'rm -rf "$sections"' EXIT
export NEXUSGEN_CACHE="${NEXUSGEN_CACHE:-$sections/cache}"

# Those of the blocks, so that no time goes into padding.
sizes="batch=1 qwen-backbone.rows=1,81,512 past=512,593,1024 scored=1 images=1,81,128"
sizes="$sizes imageTokens=1024,4096 contextTokens=81,405"

# ENGINE LABEL LIMIT SIZES PRECISION
prove() {
  # shellcheck disable=SC2086 # options are words
  ./java/bin/java -Xmx12g ${PROOF_JAVA_OPTS:-} -Dnexusgen.cache="$NEXUSGEN_CACHE" \
    -Dnexusgen.tensorrt.home="$proof/tensorrt" -Dnexusgen.cuda.home="$proof/tensorrt" \
    -Dnexusgen.tensorrt.precision="$5" -Dnexusgen.tensorrt.sizes="$sizes" -cp "jars/*" \
    org.nexusgen.parity.GpuProof "$1" "$2" "$3" "${PROOF_REPEATS:-20}" "$4" "$sections/$2.md"
}

torch=false
if ! $dry && command -v python3 >/dev/null 2>&1 &&
  python3 -c 'import torch, sys; sys.exit(0 if torch.cuda.is_available() else 1)' 2>/dev/null; then
  torch=true
fi

status=0
if $dry; then
  PROOF_REPEATS=${PROOF_REPEATS:-1}
  PROOF_JAVA_OPTS="${PROOF_JAVA_OPTS:-} -Dnexusgen.tensorrt.layer=stand-in"
  prove tensorrt dry-run 1e-3 tiny fp32 || status=$?
else
  prove tensorrt fp32 1e-3 real fp32 || status=$?
  [ "$status" -eq 2 ] || prove tensorrt fp16 5e-2 real fp16 || status=$?
fi
[ -n "$(ls "$sections"/*.md 2>/dev/null)" ] || status=2
[ "$status" -ne 2 ] || { echo "gpu-proof: it did not run (see above); nothing was written" >&2; exit 2; }

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
  echo "- method: \`itests/gpu/gpu-proof.sh\`; one layer or block of each kind of the published model with random weights; single runs, one after the other"
  echo
  for section in "$sections"/*.md; do cat "$section"; done
  echo "## PyTorch on the same device, in the same run"
  echo
  if $torch; then
    python3 torch_blocks.py --repeats "${PROOF_REPEATS:-20}" || echo "It failed."
  else
    echo "Not measured: no PyTorch with CUDA here."
  fi
} > "$out"
echo "results: $out" >&2
exit "$status"
