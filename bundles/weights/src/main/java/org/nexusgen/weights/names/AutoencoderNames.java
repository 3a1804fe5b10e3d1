package org.nexusgen.weights.names;

import static org.nexusgen.weights.names.Renaming.Rule.whole;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nexusgen.weights.names.Renaming.Renamed;
import org.nexusgen.weights.store.Checkpoint;
import org.nexusgen.weights.store.TensorSource;
import org.nexusgen.weights.store.TensorSource.Stored;

/**
 * The autoencoder in Black Forest Labs' names. diffusers' AutoencoderKL counts the decoder's levels
 * from the other end and stores the attention's 1x1 convolutions as matrices. Source: diffusers'
 * convert_ldm_vae_checkpoint, read backwards.
 */
public final class AutoencoderNames {
  private static final Pattern UP = Pattern.compile("^decoder\\.up_blocks\\.(\\d+)\\.");

  private static final Renaming DIFFUSERS =
      new Renaming(
          List.of(
              whole(
                  "encoder.down_blocks.#.resnets.#.conv_shortcut",
                  "encoder.down.$1.block.$2.nin_shortcut"),
              whole("encoder.down_blocks.#.resnets.#", "encoder.down.$1.block.$2"),
              whole("encoder.down_blocks.#.downsamplers.0", "encoder.down.$1.downsample"),
              whole(
                  "decoder.up_blocks.#.resnets.#.conv_shortcut",
                  "decoder.up.$1.block.$2.nin_shortcut"),
              whole("decoder.up_blocks.#.resnets.#", "decoder.up.$1.block.$2"),
              whole("decoder.up_blocks.#.upsamplers.0", "decoder.up.$1.upsample"),
              whole("encoder.mid_block.resnets.0", "encoder.mid.block_1"),
              whole("encoder.mid_block.resnets.1", "encoder.mid.block_2"),
              whole("decoder.mid_block.resnets.0", "decoder.mid.block_1"),
              whole("decoder.mid_block.resnets.1", "decoder.mid.block_2"),
              whole("encoder.mid_block.attentions.0.group_norm", "encoder.mid.attn_1.norm"),
              whole("encoder.mid_block.attentions.0.to_q", "encoder.mid.attn_1.q"),
              whole("encoder.mid_block.attentions.0.to_k", "encoder.mid.attn_1.k"),
              whole("encoder.mid_block.attentions.0.to_v", "encoder.mid.attn_1.v"),
              whole("encoder.mid_block.attentions.0.to_out.0", "encoder.mid.attn_1.proj_out"),
              whole("decoder.mid_block.attentions.0.group_norm", "decoder.mid.attn_1.norm"),
              whole("decoder.mid_block.attentions.0.to_q", "decoder.mid.attn_1.q"),
              whole("decoder.mid_block.attentions.0.to_k", "decoder.mid.attn_1.k"),
              whole("decoder.mid_block.attentions.0.to_v", "decoder.mid.attn_1.v"),
              whole("decoder.mid_block.attentions.0.to_out.0", "decoder.mid.attn_1.proj_out"),
              whole("encoder.conv_norm_out", "encoder.norm_out"),
              whole("decoder.conv_norm_out", "decoder.norm_out")));

  private AutoencoderNames() {}

  public static Checkpoint canonical(Checkpoint raw) {
    if (!raw.hasPrefix("encoder.down_blocks.") && !raw.hasPrefix("decoder.up_blocks.")) {
      return raw;
    }
    int levels = levels(raw);
    Checkpoint named =
        raw.rename(
            name -> {
              String counted = countedFromTheOtherEnd(name, levels);
              return DIFFUSERS.apply(counted).map(Renamed::name).orElse(counted);
            });
    Map<String, TensorSource> tensors = new LinkedHashMap<>(named.tensors());
    tensors.replaceAll(AutoencoderNames::asConvolution);
    return new Checkpoint(raw.where(), tensors);
  }

  private static int levels(Checkpoint raw) {
    return raw.tensors().keySet().stream()
        .map(UP::matcher)
        .filter(Matcher::find)
        .mapToInt(matcher -> level(matcher) + 1)
        .max()
        .orElse(0);
  }

  private static String countedFromTheOtherEnd(String name, int levels) {
    Matcher matcher = UP.matcher(name);
    return matcher.find()
        ? "decoder.up_blocks.%d.%s"
            .formatted(levels - 1 - level(matcher), name.substring(matcher.end()))
        : name;
  }

  // A hostile name may hold any number of digits.
  private static int level(Matcher matcher) {
    String digits = matcher.group(1);
    return digits.length() > 3 ? 0 : Integer.parseInt(digits);
  }

  private static TensorSource asConvolution(String name, TensorSource source) {
    boolean matrix =
        name.contains(".mid.attn_1.") && name.endsWith(".weight") && source.shape().rank() == 2;
    return matrix && source instanceof Stored stored
        ? stored.reshape(stored.shape().dim(0), stored.shape().dim(1), 1, 1)
        : source;
  }
}
