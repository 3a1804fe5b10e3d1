package org.nexusgen.weights.names;

import static org.nexusgen.weights.names.Renaming.Rule.part;
import static org.nexusgen.weights.names.Renaming.Rule.whole;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nexusgen.api.BadInputException;
import org.nexusgen.weights.names.Renaming.Renamed;
import org.nexusgen.weights.store.Checkpoint;
import org.nexusgen.weights.store.Rows;
import org.nexusgen.weights.store.Shown;
import org.nexusgen.weights.store.TensorSource;

/**
 * FLUX's transformer in DiffSynth's names, which Nexus-Gen's decoders have. The other layouts:
 * Black Forest Labs' flux1-dev.safetensors, in which the last modulation is (shift, scale) and so
 * its halves are swapped; diffusers' FluxTransformer2DModel, in which that is (scale, shift) as
 * here, and query, key and value (and the single blocks' MLP) are tensors of their own. Source of
 * the latter: diffusers' scripts/convert_flux_to_diffusers.py.
 */
final class TransformerNames {
  private static final String DIT = "dit.";
  private static final String FINAL_MODULATION = "final_layer.adaLN_modulation.1";

  private static final Renaming BLACK_FOREST_LABS =
      new Renaming(
          List.of(
              whole("time_in.in_layer", "time_embedder.timestep_embedder.0"),
              whole("time_in.out_layer", "time_embedder.timestep_embedder.2"),
              whole("guidance_in.in_layer", "guidance_embedder.timestep_embedder.0"),
              whole("guidance_in.out_layer", "guidance_embedder.timestep_embedder.2"),
              whole("vector_in.in_layer", "pooled_text_embedder.0"),
              whole("vector_in.out_layer", "pooled_text_embedder.2"),
              whole("txt_in", "context_embedder"),
              whole("img_in", "x_embedder"),
              whole("double_blocks.#.img_mod.lin", "blocks.$1.norm1_a.linear"),
              whole("double_blocks.#.txt_mod.lin", "blocks.$1.norm1_b.linear"),
              whole("double_blocks.#.img_attn.qkv", "blocks.$1.attn.a_to_qkv"),
              whole("double_blocks.#.txt_attn.qkv", "blocks.$1.attn.b_to_qkv"),
              whole(
                  "double_blocks.#.img_attn.norm.query_norm.scale",
                  "blocks.$1.attn.norm_q_a.weight"),
              whole(
                  "double_blocks.#.img_attn.norm.key_norm.scale", "blocks.$1.attn.norm_k_a.weight"),
              whole(
                  "double_blocks.#.txt_attn.norm.query_norm.scale",
                  "blocks.$1.attn.norm_q_b.weight"),
              whole(
                  "double_blocks.#.txt_attn.norm.key_norm.scale", "blocks.$1.attn.norm_k_b.weight"),
              whole("double_blocks.#.img_attn.proj", "blocks.$1.attn.a_to_out"),
              whole("double_blocks.#.txt_attn.proj", "blocks.$1.attn.b_to_out"),
              whole("double_blocks.#.img_mlp", "blocks.$1.ff_a"),
              whole("double_blocks.#.txt_mlp", "blocks.$1.ff_b"),
              whole("single_blocks.#.modulation.lin", "single_blocks.$1.norm.linear"),
              whole("single_blocks.#.linear1", "single_blocks.$1.to_qkv_mlp"),
              whole("single_blocks.#.linear2", "single_blocks.$1.proj_out"),
              whole("single_blocks.#.norm.query_norm.scale", "single_blocks.$1.norm_q_a.weight"),
              whole("single_blocks.#.norm.key_norm.scale", "single_blocks.$1.norm_k_a.weight"),
              whole("final_layer.linear", "final_proj_out"),
              whole(FINAL_MODULATION, "final_norm_out.linear")));

  private static final Renaming DIFFUSERS =
      new Renaming(
          List.of(
              whole(
                  "time_text_embed.timestep_embedder.linear_1",
                  "time_embedder.timestep_embedder.0"),
              whole(
                  "time_text_embed.timestep_embedder.linear_2",
                  "time_embedder.timestep_embedder.2"),
              whole(
                  "time_text_embed.guidance_embedder.linear_1",
                  "guidance_embedder.timestep_embedder.0"),
              whole(
                  "time_text_embed.guidance_embedder.linear_2",
                  "guidance_embedder.timestep_embedder.2"),
              whole("time_text_embed.text_embedder.linear_1", "pooled_text_embedder.0"),
              whole("time_text_embed.text_embedder.linear_2", "pooled_text_embedder.2"),
              whole("context_embedder", "context_embedder"),
              whole("x_embedder", "x_embedder"),
              whole("transformer_blocks.#.norm1.linear", "blocks.$1.norm1_a.linear"),
              whole("transformer_blocks.#.norm1_context.linear", "blocks.$1.norm1_b.linear"),
              part("transformer_blocks.#.attn.to_q", "blocks.$1.attn.a_to_qkv", 0),
              part("transformer_blocks.#.attn.to_k", "blocks.$1.attn.a_to_qkv", 1),
              part("transformer_blocks.#.attn.to_v", "blocks.$1.attn.a_to_qkv", 2),
              part("transformer_blocks.#.attn.add_q_proj", "blocks.$1.attn.b_to_qkv", 0),
              part("transformer_blocks.#.attn.add_k_proj", "blocks.$1.attn.b_to_qkv", 1),
              part("transformer_blocks.#.attn.add_v_proj", "blocks.$1.attn.b_to_qkv", 2),
              whole("transformer_blocks.#.attn.norm_q", "blocks.$1.attn.norm_q_a"),
              whole("transformer_blocks.#.attn.norm_k", "blocks.$1.attn.norm_k_a"),
              whole("transformer_blocks.#.attn.norm_added_q", "blocks.$1.attn.norm_q_b"),
              whole("transformer_blocks.#.attn.norm_added_k", "blocks.$1.attn.norm_k_b"),
              whole("transformer_blocks.#.attn.to_out.0", "blocks.$1.attn.a_to_out"),
              whole("transformer_blocks.#.attn.to_add_out", "blocks.$1.attn.b_to_out"),
              whole("transformer_blocks.#.ff.net.0.proj", "blocks.$1.ff_a.0"),
              whole("transformer_blocks.#.ff.net.2", "blocks.$1.ff_a.2"),
              whole("transformer_blocks.#.ff_context.net.0.proj", "blocks.$1.ff_b.0"),
              whole("transformer_blocks.#.ff_context.net.2", "blocks.$1.ff_b.2"),
              whole("single_transformer_blocks.#.norm.linear", "single_blocks.$1.norm.linear"),
              part("single_transformer_blocks.#.attn.to_q", "single_blocks.$1.to_qkv_mlp", 0),
              part("single_transformer_blocks.#.attn.to_k", "single_blocks.$1.to_qkv_mlp", 1),
              part("single_transformer_blocks.#.attn.to_v", "single_blocks.$1.to_qkv_mlp", 2),
              part("single_transformer_blocks.#.proj_mlp", "single_blocks.$1.to_qkv_mlp", 3),
              whole("single_transformer_blocks.#.attn.norm_q", "single_blocks.$1.norm_q_a"),
              whole("single_transformer_blocks.#.attn.norm_k", "single_blocks.$1.norm_k_a"),
              whole("single_transformer_blocks.#.proj_out", "single_blocks.$1.proj_out"),
              whole("norm_out.linear", "final_norm_out.linear"),
              whole("proj_out", "final_proj_out")));

  private TransformerNames() {}

  private enum Layout {
    DIFFSYNTH,
    BLACK_FOREST_LABS,
    DIFFUSERS
  }

  /**
   * @param named the transformer's tensors begin with {@code dit.}, the others are let be
   */
  static Checkpoint canonical(Checkpoint named) {
    return switch (layout(named)) {
      case DIFFSYNTH -> named;
      case BLACK_FOREST_LABS -> renamed(finalHalvesSwapped(named), BLACK_FOREST_LABS);
      case DIFFUSERS -> renamed(named, DIFFUSERS);
    };
  }

  private static Layout layout(Checkpoint named) {
    if (named.hasPrefix(DIT + "img_in.") || named.hasPrefix(DIT + "double_blocks.")) {
      return Layout.BLACK_FOREST_LABS;
    }
    boolean diffusers =
        named.hasPrefix(DIT + "transformer_blocks.") || named.hasPrefix(DIT + "time_text_embed.");
    return diffusers ? Layout.DIFFUSERS : Layout.DIFFSYNTH;
  }

  private static Checkpoint finalHalvesSwapped(Checkpoint named) {
    Map<String, TensorSource> tensors = new LinkedHashMap<>(named.tensors());
    tensors.replaceAll(
        (name, source) ->
            name.startsWith(DIT + FINAL_MODULATION) ? Rows.swapHalves(name, source) : source);
    return new Checkpoint(named.where(), tensors);
  }

  private static Checkpoint renamed(Checkpoint named, Renaming renaming) {
    Map<String, TensorSource> tensors = new LinkedHashMap<>();
    Map<String, SortedMap<Integer, TensorSource>> inParts = new LinkedHashMap<>();
    named
        .tensors()
        .forEach(
            (name, source) -> {
              Renamed other = canonical(name, renaming);
              Optional<Integer> part = other.part();
              boolean again =
                  part.isPresent()
                      ? inParts
                              .computeIfAbsent(other.name(), key -> new TreeMap<>())
                              .put(part.get(), source)
                          != null
                      : tensors.put(other.name(), source) != null;
              if (again) {
                throw new BadInputException(
                    "%s holds two tensors for %s"
                        .formatted(named.where(), Shown.quoted(other.name())));
              }
            });
    inParts.forEach((name, parts) -> tensors.put(name, joined(named, name, parts, renaming)));
    return new Checkpoint(named.where(), tensors);
  }

  private static Renamed canonical(String name, Renaming renaming) {
    Optional<Renamed> other =
        name.startsWith(DIT) ? renaming.apply(name.substring(DIT.length())) : Optional.empty();
    return other
        .map(found -> new Renamed(DIT + found.name(), found.part()))
        .orElse(new Renamed(name, Optional.empty()));
  }

  private static TensorSource joined(
      Checkpoint named, String name, SortedMap<Integer, TensorSource> parts, Renaming renaming) {
    int wanted = renaming.partsOf(name.substring(DIT.length()));
    if (parts.size() != wanted) {
      throw new BadInputException(
          "%s holds %d of the %d parts of %s"
              .formatted(named.where(), parts.size(), wanted, Shown.quoted(name)));
    }
    return Rows.join(name, new ArrayList<>(parts.values()));
  }
}
