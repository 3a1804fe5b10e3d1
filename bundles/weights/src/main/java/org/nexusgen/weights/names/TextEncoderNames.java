package org.nexusgen.weights.names;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nexusgen.weights.store.Checkpoint;
import org.nexusgen.weights.store.TensorSource;

/** FLUX's two text encoders, as Hugging Face's classes name them. */
public final class TextEncoderNames {
  private static final String CLIP = "text_model.";
  private static final String T5_TABLE = "shared.weight";
  private static final String T5_TABLE_COPY = "encoder.embed_tokens.weight";

  private TextEncoderNames() {}

  /** CLIPTextModel; transformers 5 leaves the common prefix out. */
  public static Checkpoint clip(Checkpoint raw) {
    return raw.hasPrefix(CLIP) ? raw : raw.rename(CLIP::concat);
  }

  /** T5EncoderModel; some files hold the tied embedding table under its other name only. */
  public static Checkpoint t5(Checkpoint raw) {
    TensorSource copy = raw.tensors().get(T5_TABLE_COPY);
    if (raw.has(T5_TABLE) || copy == null) {
      return raw;
    }
    Map<String, TensorSource> tensors = new LinkedHashMap<>(raw.tensors());
    tensors.put(T5_TABLE, copy);
    return new Checkpoint(raw.where(), tensors);
  }
}
