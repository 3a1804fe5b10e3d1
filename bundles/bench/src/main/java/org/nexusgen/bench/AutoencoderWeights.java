package org.nexusgen.bench;

import java.util.Map;
import org.nexusgen.api.tensor.Tensor;

/** Random weights of FLUX's autoencoder, under Black Forest Labs' names. */
final class AutoencoderWeights {
  private static final int KERNEL = 3;
  private static final int COLOURS = 3;

  private final RandomWeights w;
  private final int width;
  private final int[] levels;

  AutoencoderWeights(RandomWeights weights, int width, int[] levels) {
    this.w = weights;
    this.width = width;
    this.levels = levels;
  }

  Map<String, Tensor> make() {
    encoder();
    decoder();
    return w.tensors();
  }

  private void encoder() {
    int channels = width;
    w.conv("encoder.conv_in", COLOURS, channels, KERNEL);
    for (int level = 0; level < levels.length; level++) {
      int out = width * levels[level];
      for (int i = 0; i < 2; i++) {
        resBlock("encoder.down." + level + ".block." + i, channels, out);
        channels = out;
      }
      if (level < levels.length - 1) {
        w.conv("encoder.down." + level + ".downsample.conv", channels, channels, KERNEL);
      }
    }
    middle("encoder.mid", channels);
    w.affineNorm("encoder.norm_out", channels);
    w.conv("encoder.conv_out", channels, 2 * ModelSize.LATENT_CHANNELS, KERNEL);
  }

  private void decoder() {
    int channels = width * levels[levels.length - 1];
    w.conv("decoder.conv_in", ModelSize.LATENT_CHANNELS, channels, KERNEL);
    middle("decoder.mid", channels);
    for (int level = levels.length - 1; level >= 0; level--) {
      int out = width * levels[level];
      for (int i = 0; i < 3; i++) {
        resBlock("decoder.up." + level + ".block." + i, channels, out);
        channels = out;
      }
      if (level > 0) {
        w.conv("decoder.up." + level + ".upsample.conv", channels, channels, KERNEL);
      }
    }
    w.affineNorm("decoder.norm_out", channels);
    w.conv("decoder.conv_out", channels, COLOURS, KERNEL);
  }

  private void middle(String name, int channels) {
    resBlock(name + ".block_1", channels, channels);
    w.affineNorm(name + ".attn_1.norm", channels);
    for (String projection : new String[] {"q", "k", "v", "proj_out"}) {
      w.conv(name + ".attn_1." + projection, channels, channels, 1);
    }
    resBlock(name + ".block_2", channels, channels);
  }

  private void resBlock(String name, int in, int out) {
    w.affineNorm(name + ".norm1", in).conv(name + ".conv1", in, out, KERNEL);
    w.affineNorm(name + ".norm2", out).conv(name + ".conv2", out, out, KERNEL);
    if (in != out) {
      w.conv(name + ".nin_shortcut", in, out, 1);
    }
  }
}
