package org.nexusgen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.TensorFiles;

/**
 * A model folder in the original layout with random weights, for measuring. It has every part but a
 * tokenizer, which no measurement needs.
 */
final class MadeModel {
  private static final String FLUX = "FLUX/FLUX.1-dev";
  private static final int MERGED = 4;
  private static final int SINUSOID = 256;
  private static final int PATCHIFIED = 4 * ModelSize.LATENT_CHANNELS;
  private static final int[] LEVELS = {1, 2, 4, 4};

  private final ModelSize size;
  private final TensorFiles files;
  private final Path folder;

  MadeModel(ModelSize size, TensorFiles files, Path folder) {
    this.size = size;
    this.files = files;
    this.folder = folder;
  }

  /** Writes all files. */
  void write(long seed) {
    try {
      Files.createDirectories(folder.resolve(FLUX + "/vae"));
      Files.writeString(folder.resolve("config.json"), ConfigFiles.config(size));
      Files.writeString(folder.resolve("generation_config.json"), ConfigFiles.GENERATION);
      Files.writeString(folder.resolve("preprocessor_config.json"), ConfigFiles.PREPROCESSOR);
      Files.writeString(folder.resolve(FLUX + "/vae/config.json"), ConfigFiles.AUTOENCODER);
    } catch (IOException e) {
      throw new NexusGenException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
    save("model.safetensors", backbone(seed));
    save("generation_decoder.safetensors", generationDecoder(seed + 1));
    save(FLUX + "/ae.safetensors", autoencoder(seed + 2));
    RandomWeights empty = new RandomWeights(seed + 3).zeros("pooled", 1, ModelSize.POOLED);
    save(FLUX + "/empty_prompt.safetensors", empty.tensors());
  }

  private void save(String file, Map<String, Tensor> tensors) {
    files.write(folder.resolve(file), tensors, Map.of("made-by", "nexusgen bench make"));
  }

  private Map<String, Tensor> backbone(long seed) {
    RandomWeights w = new RandomWeights(seed);
    int h = size.hidden();
    int kv = size.keyValueHeads() * ModelSize.HEAD;
    w.rows("model.embed_tokens.weight", size.vocabulary(), h);
    for (int i = 0; i < size.layers(); i++) {
      String layer = "model.layers." + i + ".";
      w.norm(layer + "input_layernorm", h).norm(layer + "post_attention_layernorm", h);
      w.linear(layer + "self_attn.q_proj", h, h);
      w.linear(layer + "self_attn.k_proj", h, kv).linear(layer + "self_attn.v_proj", h, kv);
      w.matrix(layer + "self_attn.o_proj.weight", h, h);
      w.matrix(layer + "mlp.gate_proj.weight", size.inner(), h);
      w.matrix(layer + "mlp.up_proj.weight", size.inner(), h);
      w.matrix(layer + "mlp.down_proj.weight", h, size.inner());
    }
    w.norm("model.norm", h).matrix("lm_head.weight", size.vocabulary(), h);
    w.matrix("vision_head.weight", h, h);
    w.rows("image_prefill_embeds.weight", ModelSize.PREFILL_ROWS, h);
    vision(w);
    return w.tensors();
  }

  private void vision(RandomWeights w) {
    int v = size.visionHidden();
    w.matrix("visual.patch_embed.proj.weight", v, 3, 2, 14, 14);
    for (int i = 0; i < size.visionDepth(); i++) {
      String block = "visual.blocks." + i + ".";
      w.norm(block + "norm1", v).norm(block + "norm2", v);
      w.linear(block + "attn.qkv", v, 3 * v).linear(block + "attn.proj", v, v);
      w.linear(block + "mlp.gate_proj", v, size.visionInner());
      w.linear(block + "mlp.up_proj", v, size.visionInner());
      w.linear(block + "mlp.down_proj", size.visionInner(), v);
    }
    w.norm("visual.merger.ln_q", v);
    w.linear("visual.merger.mlp.0", MERGED * v, MERGED * v);
    w.linear("visual.merger.mlp.2", MERGED * v, size.hidden());
  }

  private Map<String, Tensor> generationDecoder(long seed) {
    RandomWeights w = new RandomWeights(seed);
    int h = size.ditHidden();
    w.linear("adapter.0", size.hidden(), ModelSize.CONTEXT);
    w.affineNorm("adapter.1", ModelSize.CONTEXT);
    w.linear("adapter.3", ModelSize.CONTEXT, ModelSize.CONTEXT);
    w.affineNorm("adapter.4", ModelSize.CONTEXT);
    String dit = "pipe.dit.";
    for (String sinusoid : new String[] {"time_embedder", "guidance_embedder"}) {
      w.linear(dit + sinusoid + ".timestep_embedder.0", SINUSOID, h);
      w.linear(dit + sinusoid + ".timestep_embedder.2", h, h);
    }
    w.linear(dit + "pooled_text_embedder.0", ModelSize.POOLED, h);
    w.linear(dit + "pooled_text_embedder.2", h, h);
    w.linear(dit + "context_embedder", ModelSize.CONTEXT, h);
    w.linear(dit + "x_embedder", PATCHIFIED, h);
    for (int i = 0; i < size.doubleBlocks(); i++) {
      doubleBlock(w, dit + "blocks." + i + ".", h);
    }
    for (int i = 0; i < size.singleBlocks(); i++) {
      String block = dit + "single_blocks." + i + ".";
      w.linear(block + "norm.linear", h, 3 * h).linear(block + "to_qkv_mlp", h, 7 * h);
      w.norm(block + "norm_q_a", ModelSize.DIT_HEAD).norm(block + "norm_k_a", ModelSize.DIT_HEAD);
      w.linear(block + "proj_out", 5 * h, h);
    }
    w.linear(dit + "final_norm_out.linear", h, 2 * h).linear(dit + "final_proj_out", h, PATCHIFIED);
    return w.tensors();
  }

  private static void doubleBlock(RandomWeights w, String block, int h) {
    for (String stream : new String[] {"a", "b"}) {
      w.linear(block + "norm1_" + stream + ".linear", h, 6 * h);
      w.linear(block + "attn." + stream + "_to_qkv", h, 3 * h);
      w.norm(block + "attn.norm_q_" + stream, ModelSize.DIT_HEAD);
      w.norm(block + "attn.norm_k_" + stream, ModelSize.DIT_HEAD);
      w.linear(block + "attn." + stream + "_to_out", h, h);
      w.linear(block + "ff_" + stream + ".0", h, 4 * h);
      w.linear(block + "ff_" + stream + ".2", 4 * h, h);
    }
  }

  private Map<String, Tensor> autoencoder(long seed) {
    return new AutoencoderWeights(new RandomWeights(seed), size.autoencoderWidth(), LEVELS).make();
  }
}
