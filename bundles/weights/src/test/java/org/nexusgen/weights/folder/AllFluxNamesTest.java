package org.nexusgen.weights.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.weights.WeightSet;

/** The names are those of FLUX.1-dev: 19 double and 38 single blocks, 780 tensors. */
@DisplayName("All of FLUX.1-dev's names")
class AllFluxNamesTest {
  private static final int DOUBLE_BLOCKS = 19;
  private static final int SINGLE_BLOCKS = 38;

  @TempDir Path root;

  @Test
  @DisplayName("of Black Forest Labs have a canonical one")
  void blackForestLabs() {
    List<String> names = new ArrayList<>();
    for (String embedder : List.of("time_in", "guidance_in", "vector_in")) {
      linear(names, embedder + ".in_layer", embedder + ".out_layer");
    }
    linear(names, "txt_in", "img_in", "final_layer.linear", "final_layer.adaLN_modulation.1");
    for (int i = 0; i < DOUBLE_BLOCKS; i++) {
      for (String stream : List.of("img", "txt")) {
        String block = "double_blocks.%d.%s_".formatted(i, stream);
        linear(names, block + "mod.lin", block + "attn.qkv", block + "attn.proj");
        linear(names, block + "mlp.0", block + "mlp.2");
        names.add(block + "attn.norm.query_norm.scale");
        names.add(block + "attn.norm.key_norm.scale");
      }
    }
    for (int i = 0; i < SINGLE_BLOCKS; i++) {
      String block = "single_blocks.%d.".formatted(i);
      linear(names, block + "modulation.lin", block + "linear1", block + "linear2");
      names.add(block + "norm.query_norm.scale");
      names.add(block + "norm.key_norm.scale");
    }
    assertThat(names).hasSize(780);
    assertThat(canonical(names)).containsExactlyInAnyOrderElementsOf(diffSynth());
  }

  @Test
  @DisplayName("of diffusers have a canonical one")
  void diffusers() {
    List<String> names = new ArrayList<>();
    for (String embedder : List.of("timestep", "guidance", "text")) {
      String module = "time_text_embed." + embedder + "_embedder.linear_";
      linear(names, module + "1", module + "2");
    }
    linear(names, "context_embedder", "x_embedder", "norm_out.linear", "proj_out");
    for (int i = 0; i < DOUBLE_BLOCKS; i++) {
      String block = "transformer_blocks.%d.".formatted(i);
      linear(names, block + "norm1.linear", block + "norm1_context.linear");
      String attention = block + "attn.";
      for (String projection : List.of("to_q", "to_k", "to_v", "add_q_proj", "add_k_proj")) {
        linear(names, attention + projection);
      }
      linear(names, attention + "add_v_proj", attention + "to_out.0", attention + "to_add_out");
      for (String norm : List.of("norm_q", "norm_k", "norm_added_q", "norm_added_k")) {
        names.add(attention + norm + ".weight");
      }
      linear(names, block + "ff.net.0.proj", block + "ff.net.2");
      linear(names, block + "ff_context.net.0.proj", block + "ff_context.net.2");
    }
    for (int i = 0; i < SINGLE_BLOCKS; i++) {
      String block = "single_transformer_blocks.%d.".formatted(i);
      linear(names, block + "norm.linear", block + "proj_mlp", block + "proj_out");
      linear(names, block + "attn.to_q", block + "attn.to_k", block + "attn.to_v");
      names.add(block + "attn.norm_q.weight");
      names.add(block + "attn.norm_k.weight");
    }
    assertThat(canonical(names)).containsExactlyInAnyOrderElementsOf(diffSynth());
  }

  private static List<String> diffSynth() {
    List<String> names = new ArrayList<>();
    for (String embedder :
        List.of(
            "time_embedder.timestep_embedder",
            "guidance_embedder.timestep_embedder",
            "pooled_text_embedder")) {
      linear(names, embedder + ".0", embedder + ".2");
    }
    linear(names, "context_embedder", "x_embedder", "final_proj_out", "final_norm_out.linear");
    for (int i = 0; i < DOUBLE_BLOCKS; i++) {
      for (String stream : List.of("a", "b")) {
        String block = "blocks.%d.".formatted(i);
        String attention = block + "attn.";
        linear(names, block + "norm1_" + stream + ".linear");
        linear(names, attention + stream + "_to_qkv", attention + stream + "_to_out");
        linear(names, block + "ff_" + stream + ".0", block + "ff_" + stream + ".2");
        names.add(attention + "norm_q_" + stream + ".weight");
        names.add(attention + "norm_k_" + stream + ".weight");
      }
    }
    for (int i = 0; i < SINGLE_BLOCKS; i++) {
      String block = "single_blocks.%d.".formatted(i);
      linear(names, block + "norm.linear", block + "to_qkv_mlp", block + "proj_out");
      names.add(block + "norm_q_a.weight");
      names.add(block + "norm_k_a.weight");
    }
    assertThat(names).hasSize(780);
    return names.stream().map("dit."::concat).toList();
  }

  private static void linear(List<String> names, String... modules) {
    for (String module : modules) {
      names.add(module + ".weight");
      names.add(module + ".bias");
    }
  }

  private Iterable<String> canonical(List<String> names) {
    return new TestFolder(root)
        .named("generation_decoder.safetensors", names.toArray(String[]::new))
        .open()
        .weights(WeightSet.GENERATION_DECODER)
        .names();
  }
}
