#!/bin/sh
# The proof on a GPU: joins the pieces of pack.sh, builds plans, compares, times, writes results.
#
#   sh gpu-proof.sh [--dry-run] [--out FILE]
#
# Needs x86-64 Linux with an NVIDIA driver and nothing else. Beside it lie the pieces and SHA256SUMS,
# or it lies in the unpacked folder. PyTorch is timed in the same run where 'python3' has it with CUDA.
# All of it needs 26 GB of disk (46 with PROOF_WORK, where plans of each effort stay) in TMPDIR or
# PROOF_WORK, and 12 GB of memory for each plan that is built at a time.
#
# Results are written anew after each part; a file whose list has "Not through" is not all of it.
# Ends with 0 if all holds, 1 if something does not or was not run, 2 if nothing can be run.
#
#   --dry-run   everything but the GPU: small sizes, a stand-in for TensorRT in the engine's process
#   --out FILE  the results, as docs/tensorrt-results.md (tensorrt-results.md)
#
#   PROOF_DEADLINE   seconds for all of it (no limit); parts get shares of what is left
#   PROOF_REPEATS    runs of each block that are timed (20)
#   PROOF_BLOCKS     which of them are run, as a regular expression (all)
#   PROOF_RUNS       engine, arithmetic and limit, as tensorrt:fp32:1e-3 (8.6, and 11 where packed)
#   PROOF_MODELS     which small models are run (starter mini)
#   PROOF_EFFORTS    tensorrt.effort of the blocks' plans; of several, one after the other (1 3)
#   PROOF_JOBS       how many processes build and compare side by side (half of the processors, up to
#                    8 and to what memory allows)
#   PROOF_SECONDS    after which no model or block is begun, in each part (no limit)
#   PROOF_CELLS      PyTorch's times, kept by torch_blocks.py on this machine (they are measured)
#   PROOF_WORK       a folder that keeps plans, references and what each part said (a temporary one)
#   PROOF_JAVA_OPTS  options for the Java machine
set -eu
here=$(CDPATH='' cd -P -- "$(dirname -- "$0")" && pwd)
begun=${PROOF_BEGUN:-$(date +%s)}
dry=false
out=tensorrt-results.md

fail() {
  echo "gpu-proof: $*" >&2
  exit 2
}

absolute() {
  case $1 in /*) echo "$1" ;; *) echo "$(pwd)/$1" ;; esac
}

while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry=true; shift ;;
    --out) [ $# -ge 2 ] || fail "--out: wants a file"; out=$2; shift 2 ;;
    *) sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done
# Noticed now, and not when all of it was measured.
out=$(absolute "$out")
[ ! -e "$out" ] || [ -f "$out" ] || fail "--out: $out is there, and is no file"
(: > "$out.new") 2>/dev/null || fail "--out: $out cannot be written; choose another folder"
rm -f "$out.new"

if [ -f "$here/SHA256SUMS" ]; then
  # The folder remembers its pieces, so that others are unpacked anew, and none of an older pack
  # that lies about is taken for one of them.
  proof=$here/nexusgen-proof
  if [ "$(cat "$here/SHA256SUMS")" != "$(cat "$proof/pieces.sha256" 2>/dev/null)" ]; then
    echo "checking and unpacking the pieces" >&2
    checked=$(cd "$here" && sha256sum -c SHA256SUMS 2>&1) || {
      echo "$checked" | grep -v ': OK$' >&2
      fail "pieces in $here are not those of SHA256SUMS; copy them once more"
    }
    rm -rf "$proof.new"
    mkdir "$proof.new"
    (cd "$here" && sed 's/^[0-9a-f]* [ *]//' SHA256SUMS | xargs cat) | tar -C "$proof.new" -xzf - ||
      fail "pieces were not unpacked; $(df -Pk "$here" | awk 'NR == 2 { print int($4 / 1e6) }') GB are free, and 2 are needed"
    cp "$here/SHA256SUMS" "$proof.new/nexusgen-proof/pieces.sha256"
    rm -rf "$proof"
    mv "$proof.new/nexusgen-proof" "$proof"
    rmdir "$proof.new"
  fi
  set -- --out "$out"
  ! $dry || set -- --dry-run "$@"
  PROOF_BEGUN=$begun exec sh "$proof/gpu-proof.sh" "$@" # of the same pack as all else
fi

proof=$here
[ -x "$proof/java/bin/java" ] || fail "no java in $proof; run pack.sh"
. "$proof/proof-choice.sh"
. "$proof/proof-machine.sh"
. "$proof/proof-run.sh"
. "$proof/proof-parts.sh"
. "$proof/proof-results.sh"

choose
deadline
keep_cells=''
[ -z "${PROOF_CELLS:-}" ] || keep_cells=$(absolute "$PROOF_CELLS")
[ -z "$keep_cells" ] || [ -r "$keep_cells" ] || fail "PROOF_CELLS: there is no $keep_cells"
if [ -n "${PROOF_WORK:-}" ]; then
  kept=true
  work=$(absolute "$PROOF_WORK")
  mkdir -p "$work" || fail "PROOF_WORK: $work cannot be made"
else
  kept=false
  work=$(mktemp -d)
fi
trap '$kept || rm -rf "$work"' EXIT
NEXUSGEN_CACHE=$(absolute "${NEXUSGEN_CACHE:-$work/cache}")
export NEXUSGEN_CACHE
cd "$proof"
# What an earlier run measured is not of this one; plans and references are the same.
rm -rf "$work/sections" "$work/plans" "$work/logs" "$work"/torch.* "$work/built" "$work/notes"
mkdir -p "$work/sections" "$work/plans" "$work/logs" "$NEXUSGEN_CACHE/blocks/tensorrt/plans"
: > "$work/notes"
side_by_side
enough_disk
facts > "$work/facts"

through=false
status=0
stage='the beginning'
ended_by='an error of its own, see its output'
trap 'ended_by="signal HUP"; exit 129' HUP
trap 'ended_by="signal INT"; exit 130' INT
trap 'ended_by="signal TERM"; exit 143' TERM
trap leave EXIT

stage 'whether the engines can run here'
check_engines
[ -n "$runs" ] || { through=true; exit 2; }
find_torch

# Alone on the device.
stage 'PyTorch, eager'
[ -z "$keep_cells" ] || cp "$keep_cells" "$work/torch.json"
torch "$(share 25 600)" --retry --stages eager

n=2
for effort in $efforts; do
  # Nothing is timed here, so all run side by side: what blocks are compared with, small models, plans,
  # and what PyTorch compiles.
  stage "plans, effort $effort"
  plans_end=$(($(date +%s) + $(share 50 "$forever")))
  [ "$n" -gt 2 ] || torch_beside "$(share 50 600)" --stages compile
  [ "$n" -gt 2 ] || untimed
  plans
  [ "$n" -gt 2 ] || { stage 'PyTorch, compiled'; torch "$(share 25 600)" --stages compiled; }
  # One after the other, alone on the device.
  coming=$(echo "$runs" | wc -w)
  for run in $runs; do
    words "$run"
    stage "blocks, $engine, $precision, effort $effort"
    timed $((100 / coming))
    coming=$((coming - 1))
  done
  # Two efforts' plans need not be on the disk at a time.
  $kept || find "$NEXUSGEN_CACHE/blocks" \( -name '*.plan' -o -name '*.seal' \) -exec rm -f {} +
  n=$((n + 1))
done
through=true
exit "$status"
