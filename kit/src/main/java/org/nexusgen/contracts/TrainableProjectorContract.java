package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.vision.ImageEmbedding;
import org.osgi.annotation.versioning.ConsumerType;

/** What a trainable projector promises: it is the projector that the decoder is used with. */
@ConsumerType
public abstract class TrainableProjectorContract extends TrainablePartContract {
  protected TrainableProjectorContract() {}

  @Override
  protected abstract TrainableProjector part();

  /** The projector of the same model; this class closes it. */
  protected abstract Projector projector();

  /** Width of the model's image embeddings. */
  protected abstract int width();

  /** How many references each picture has. */
  protected abstract int references();

  @Override
  protected final List<Graph> graphs() {
    return List.of(part().graph());
  }

  /** A target of 2 x 3 tokens and references of 4 x 6. */
  private List<ImageEmbedding> picture(long seed) {
    List<ImageEmbedding> picture = new ArrayList<>();
    picture.add(new ImageEmbedding(random(seed, 6, width()), 2, 3));
    for (int i = 1; i <= references(); i++) {
      picture.add(new ImageEmbedding(random(seed + i, 24, width()), 4, 6));
    }
    return picture;
  }

  @Test
  @DisplayName("each picture of a batch gets what it gets when it is painted")
  void batch() {
    List<List<ImageEmbedding>> pictures = List.of(picture(1), picture(10), picture(20));
    TrainableProjector part = part();
    Tensor context = run(part.graph(), part.inputs(pictures), TrainableProjector.CONTEXT);
    try (Projector projector = projector()) {
      for (int i = 0; i < pictures.size(); i++) {
        List<ImageEmbedding> picture = pictures.get(i);
        Conditioning alone = projector.project(picture.get(0), picture.subList(1, picture.size()));
        assertRow(context, i, alone.tokens());
        assertThat(part.groups(picture)).isEqualTo(alone.groups());
      }
    }
  }

  @Test
  @DisplayName("pictures of different grids are refused in one batch")
  void grids() {
    List<ImageEmbedding> other = new ArrayList<>(picture(1));
    other.set(0, new ImageEmbedding(random(1, 6, width()), 3, 2));
    assertThatThrownBy(() -> part().inputs(List.of(picture(1), other)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("3x2");
  }

  @Test
  @DisplayName("embeddings of another width are refused")
  void otherWidth() {
    List<ImageEmbedding> wider = new ArrayList<>(picture(1));
    wider.set(0, new ImageEmbedding(random(1, 6, width() + 1L), 2, 3));
    assertThatThrownBy(() -> part().inputs(List.of(wider)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(String.valueOf(width() + 1));
  }
}
