# What gpu-proof.sh runs: engines, models, blocks, efforts.

choose() {
  efforts=${PROOF_EFFORTS:-1 3}
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
  all=$names
  names=$(echo "$all" | tr ' ' '\n' | grep -E -e "${PROOF_BLOCKS:-.}" | tr '\n' ' ' || true)
  [ -n "$names" ] || fail "PROOF_BLOCKS: got '$PROOF_BLOCKS', which is none of: $all"
  for run in $runs; do
    case $run in
      *:*:*:* | :* | *::* | *:) fail "PROOF_RUNS: got '$run', wants ENGINE:ARITHMETIC:LIMIT" ;;
      *:*:*) ;;
      *) fail "PROOF_RUNS: got '$run', wants ENGINE:ARITHMETIC:LIMIT" ;;
    esac
  done
  for model in $models; do
    case $model in starter | mini) ;; *) fail "PROOF_MODELS: got '$model', wants starter, mini" ;; esac
  done
  for number in PROOF_DEADLINE PROOF_SECONDS PROOF_JOBS PROOF_REPEATS; do
    eval "value=\${$number:-1}"
    case $value in *[!0-9]*) fail "$number: got '$value', wants a whole number" ;; esac
  done
}

# The parts of ENGINE:ARITHMETIC:LIMIT
words() {
  engine=${1%%:*}
  limit=${1##*:}
  precision=${1#*:}
  precision=${precision%:*}
}

# Of names, those that are one of some: NAME... as an expression
pattern() {
  echo "^($(echo "$@" | tr -s ' ' '|'))\$"
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
