package org.nexusgen.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableBackbone.Picture;
import org.nexusgen.api.train.TrainableBackbone.TrainingSequence;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * The reference's training batch: an answer, a generation, an edit.
 *
 * @param tensors of {@code ar/train/train.safetensors}
 */
public record GoldenTraining(Map<String, Tensor> tensors) {
  /** Where the tensors lie. */
  public static final String FILE = "ar/train/train.safetensors";

  private static final int PAD = 512;
  private static final int MERGE = 2;
  private static final int IGNORED = -100;

  /** Its conversations; every label counts the same. */
  public List<TrainingSequence> sequences() {
    Tensor ids = tensor("input_ids");
    List<ImageEmbedding> embeddings = embeddings();
    List<TrainingSequence> sequences = new ArrayList<>();
    for (int i = 0; i < ids.shape().size(0); i++) {
      int length = Arrays.stream(row("attention_mask", i)).sum();
      int[] tokens = Arrays.copyOf(row("input_ids", i), length);
      int[] labels = row("labels", i);
      float[] weights = new float[length];
      List<Picture> pictures = new ArrayList<>();
      for (int at = 0; at < length; at++) {
        weights[at] = labels[at] == IGNORED || labels[at] == PAD ? 0 : 1;
        if (tokens[at] == PAD && tokens[at - 1] != PAD) {
          pictures.add(new Picture(embeddings.remove(0), labels[at] == PAD, List.of()));
        }
      }
      sequences.add(new TrainingSequence(tokens, weights, pictures));
    }
    return sequences;
  }

  /** One of the tensors. */
  public Tensor tensor(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  private int[] row(String name, int i) {
    return tensor(name).rows(i, i + 1).ints();
  }

  private List<ImageEmbedding> embeddings() {
    int[] grids = tensor("image_grid_thw").ints();
    Tensor all = tensor("vit_embeds_all_images");
    List<ImageEmbedding> embeddings = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < grids.length; i += 3) {
      int rows = grids[i + 1] / MERGE;
      int columns = grids[i + 2] / MERGE;
      embeddings.add(new ImageEmbedding(all.rows(from, from + rows * columns), rows, columns));
      from += rows * columns;
    }
    return embeddings;
  }
}
