package org.nexusgen.training.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;

@DisplayName("A start that copies")
class CopyingStartTest {
  private static final int WIDTH = 8;
  private static final int HEAD = 4;
  private static final int VISION_START = 2;

  /** Channels 0 and 1 are what is seen, 2 and 3 the place, the others nothing. */
  private static EmbeddingChannels channels() {
    Random random = new Random(1);
    List<ImageEmbedding> embeddings = new ArrayList<>();
    for (int picture = 0; picture < 50; picture++) {
      float[] values = new float[4 * WIDTH];
      for (int token = 0; token < 4; token++) {
        values[token * WIDTH] = 2 * (float) random.nextGaussian();
        values[token * WIDTH + 1] = (float) random.nextGaussian();
        values[token * WIDTH + 2] = token < 2 ? -1 : 1;
        values[token * WIDTH + 3] = token % 2 == 0 ? -1 : 1;
      }
      embeddings.add(new ImageEmbedding(Tensor.of(values, 4, WIDTH), 2, 2));
    }
    return EmbeddingChannels.of(embeddings);
  }

  private static Map<String, Tensor> fresh() {
    Map<String, Tensor> weights = new TreeMap<>();
    String attention = "model.layers.0.self_attn.";
    for (String projection : List.of("q_proj", "k_proj", "v_proj", "o_proj")) {
      weights.put(attention + projection + ".weight", ones(WIDTH, WIDTH));
    }
    for (String projection : List.of("q_proj", "k_proj", "v_proj")) {
      weights.put(attention + projection + ".bias", ones(WIDTH));
    }
    weights.put("vision_head.weight", ones(WIDTH, WIDTH));
    weights.put("model.embed_tokens.weight", ones(5, WIDTH));
    weights.put("image_prefill_embeds.weight", ones(4, WIDTH));
    return weights;
  }

  private static Tensor ones(int... shape) {
    int count = 1;
    long[] dims = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      count *= shape[i];
      dims[i] = shape[i];
    }
    float[] values = new float[count];
    java.util.Arrays.fill(values, 1);
    return Tensor.of(values, dims);
  }

  @Test
  @DisplayName("tells channels of places from channels of what is seen")
  void tells() {
    assertThat(channels().places()).containsExactly(2, 3);
    assertThat(channels().contents()).containsExactly(0, 1);
  }

  @Test
  @DisplayName("gives every row the place of the embedding that it predicts, and a mark")
  void rows() {
    Map<String, Tensor> start = new CopyingStart(channels(), HEAD, VISION_START).of(fresh());
    float[] prefill = start.get("image_prefill_embeds.weight").floats();
    assertThat(prefill).startsWith(0, 0, -1, 1, 0, 0, 0, 3);
    assertThat(prefill).endsWith(0, 0, 0, 0, 0, 0, 0, 3);
    float[] words = start.get("model.embed_tokens.weight").floats();
    assertThat(words[VISION_START * WIDTH + 2]).isEqualTo(-1);
    assertThat(words[VISION_START * WIDTH + 7]).isEqualTo(3);
    assertThat(words[0]).isEqualTo(1);
  }

  @Test
  @DisplayName("lets the first head read what is seen and write it where it was")
  void copies() {
    Map<String, Tensor> start = new CopyingStart(channels(), HEAD, VISION_START).of(fresh());
    float[] values = start.get("model.layers.0.self_attn.v_proj.weight").floats();
    float[] output = start.get("model.layers.0.self_attn.o_proj.weight").floats();
    for (int to = 0; to < WIDTH; to++) {
      for (int from = 0; from < WIDTH; from++) {
        float through = 0;
        for (int i = 0; i < HEAD; i++) {
          through += output[to * WIDTH + i] * values[i * WIDTH + from];
        }
        assertThat(through).isEqualTo(to == from && to < 2 ? 0.65f : 0);
      }
    }
  }

  @Test
  @DisplayName("wants embeddings with a free channel, and says how to get them")
  void noFreeChannel() {
    EmbeddingChannels full =
        new EmbeddingChannels(new float[4 * WIDTH], WIDTH, List.of(2), List.of(7));
    assertThatThrownBy(() -> new CopyingStart(full, HEAD, VISION_START).of(fresh()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("\"teacher\": \"codes\"");
  }
}
