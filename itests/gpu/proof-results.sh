# The results file of gpu-proof.sh: written anew with all that there is, whole or not at all.

# WHAT is done now
stage() {
  stage=$1
  echo "$stage" >&2
  results || true
}

# LINE for the list at the head, once
note() {
  echo "gpu-proof: $1" >&2
  echo "- $1" >> "$work/notes"
}

results() {
  written | cat > "$out.new" && mv -f "$out.new" "$out" # 'cat' fails where the disk is full
}

written() {
  if $dry; then
    echo "# TensorRT: a dry run"
    echo
    echo "Nothing here was run by TensorRT or on a GPU: sizes are small and the engine is a stand-in. It shows that the script runs from start to end."
  else
    echo "# TensorRT: results on a GPU"
  fi
  echo
  cat "$work/facts"
  echo "- method: \`itests/gpu/gpu-proof.sh\`; one layer or block of each kind of the published model with random weights; float32 without TF32; with fp16, what keeps float32 may take it (docs/tensorrt.md, Precision); kernels were chosen while up to $jobs processes used the GPU, times were taken alone on it"
  cat "$work/notes"
  $through || echo "- $unfinished: $stage"
  echo
  for section in "$work"/sections/*.md; do
    [ ! -f "$section" ] || { cat "$section"; echo; }
  done | awk 'NF || !blank; { blank = !NF }' # one that is not through ends without a blank line
  if [ -s "$work/built" ]; then
    echo "## Plans of blocks"
    echo
    echo "Seconds from the order to the first result, of which building takes nearly all, with up to $jobs at a time."
    echo
    echo "| effort | engine, arithmetic | block | s |"
    echo "| ---: | --- | --- | ---: |"
    cat "$work/built"
    echo
  fi
  echo "## PyTorch on the same device, in the same run"
  echo
  if [ -s "$work/torch.md" ]; then
    cat "$work/torch.md"
    echo
    echo "TensorRT's times have copies in them: beside them belong those 'with copies'. Its fp16 is not PyTorch's: of the multiplications in matrix products, 22 % stay on 32 bits in the vision encoder, 29 % in the backbone, none in the FLUX transformer, all in the autoencoder, and so do norms, softmax and residual sums (docs/tensorrt.md, Precision); those products may take TF32, as under 'tf32'."
    echo
  fi
  if [ -n "$no_torch" ]; then
    echo "Not measured: $no_torch."
  elif [ -n "$torch_said" ]; then
    echo "Not all of it was measured: $torch_said"
  elif [ ! -s "$work/torch.md" ]; then
    echo "Not measured yet."
  fi
}
torch_said=''
unfinished='Not through yet'

# Whatever ends the script: what was started ends with it, and what there is, is written.
leave() {
  result=$?
  set +e
  trap '' HUP INT TERM PIPE
  trap - EXIT
  unfinished="Not through, as it was ended by $ended_by, during"
  stop "$ended_by ended the script"
  $through || echo "gpu-proof: $unfinished: $stage" >&2
  if results; then
    echo "results: $out" >&2
    $kept || rm -rf "$work"
  else
    echo "gpu-proof: results were not written to $out; their sections are in $work/sections" >&2
    [ "$result" -gt 1 ] || result=2
  fi
  exit "$result"
}
