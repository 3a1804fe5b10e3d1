package org.nexusgen.weights.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.weights.safetensors.SafetensorsReader;
import org.nexusgen.weights.safetensors.ShardIndex;
import org.nexusgen.weights.store.Checkpoint;
import org.nexusgen.weights.torch.TorchReader;

/** The file names under which a set of weights may lie, best first, and how each kind is opened. */
final class WeightFiles {
  private static final String FLUX = "FLUX/FLUX.1-dev";
  private static final String INDEX = ".index.json";
  private static final String TORCH = ".bin";

  /** Nexus-Gen V1 has one decoder for both tasks: 81 embeddings to 512 or 1024 pixels. */
  private static final List<String> V1_DECODERS = List.of("decoder_81_512", "decoder_81_1024");

  private WeightFiles() {}

  /** Names relative to the model's or FLUX's folder. */
  static List<String> names(WeightSet set) {
    return switch (set) {
      case BACKBONE -> huggingFace("");
      case GENERATION_DECODER -> decoder("generation_decoder");
      case EDITING_DECODER -> decoder("edit_decoder");
      case AUTOENCODER -> List.of("ae.safetensors", "vae/diffusion_pytorch_model.safetensors");
      case CLIP_TEXT_ENCODER -> huggingFace("text_encoder/");
      case T5_TEXT_ENCODER -> huggingFace("text_encoder_2/");
      case EMPTY_PROMPT -> List.of("empty_prompt.safetensors");
    };
  }

  /** Where the original has a set's files, relative to the model's folder. */
  static String writtenFolder(WeightSet set) {
    return switch (set) {
      case BACKBONE, GENERATION_DECODER, EDITING_DECODER -> "";
      case AUTOENCODER, EMPTY_PROMPT -> FLUX;
      case CLIP_TEXT_ENCODER -> FLUX + "/text_encoder";
      case T5_TEXT_ENCODER -> FLUX + "/text_encoder_2";
    };
  }

  /** What the original calls a set's files, without what stands behind the dot. */
  static String writtenStem(WeightSet set) {
    return switch (set) {
      case BACKBONE, CLIP_TEXT_ENCODER, T5_TEXT_ENCODER -> "model";
      case GENERATION_DECODER -> "generation_decoder";
      case EDITING_DECODER -> "edit_decoder";
      case AUTOENCODER -> "ae";
      case EMPTY_PROMPT -> "empty_prompt";
    };
  }

  /** The FLUX transformer alone, for decoder files that hold only what Nexus-Gen added. */
  static List<String> transformerNames() {
    return List.of(
        "flux1-dev.safetensors",
        "transformer/diffusion_pytorch_model.safetensors",
        "transformer/diffusion_pytorch_model.safetensors" + INDEX);
  }

  /** Opens a file by what its name says it is. */
  static Checkpoint open(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(INDEX)) {
      return ShardIndex.open(file, WeightFiles::open);
    }
    return name.endsWith(TORCH) ? TorchReader.open(file) : SafetensorsReader.open(file);
  }

  private static List<String> huggingFace(String folder) {
    return List.of(
        folder + "model.safetensors",
        folder + "model.safetensors" + INDEX,
        folder + "pytorch_model" + TORCH,
        folder + "pytorch_model" + TORCH + INDEX);
  }

  private static List<String> decoder(String stem) {
    List<String> names = new ArrayList<>(forms(stem));
    V1_DECODERS.forEach(v1 -> names.addAll(forms(v1)));
    return List.copyOf(names);
  }

  private static List<String> forms(String stem) {
    return List.of(stem + ".safetensors", stem + ".safetensors" + INDEX, stem + TORCH);
  }
}
