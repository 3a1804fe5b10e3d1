package org.nexusgen.api.weights;

/**
 * The sets of weights that a model folder may hold. Names inside each set are canonical, whatever
 * layout the files have.
 */
public enum WeightSet {
  /** Qwen2.5-VL names: {@code model.*}, {@code visual.*}, {@code vision_head}, … */
  BACKBONE,
  /** {@code adapter.*} and {@code dit.*} (DiffSynth names, final norm in scale, shift order). */
  GENERATION_DECODER,
  /** {@code embedding_merger.*} and {@code dit.*}. */
  EDITING_DECODER,
  /** Black Forest Labs' names: {@code encoder.*}, {@code decoder.*}. */
  AUTOENCODER,
  /** {@code text_model.*} (HF CLIPTextModel). */
  CLIP_TEXT_ENCODER,
  /** {@code shared.weight}, {@code encoder.block.*} (HF T5EncoderModel). */
  T5_TEXT_ENCODER,
  /**
   * The text encoders' outputs for the empty prompt: {@code pooled} [1,p] and, where it is known,
   * {@code tokens} [1,512,c].
   */
  EMPTY_PROMPT
}
