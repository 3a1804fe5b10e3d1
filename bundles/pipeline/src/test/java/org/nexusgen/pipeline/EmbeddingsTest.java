package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;

class EmbeddingsTest {
  private static final ImageGrid WIDE = new ImageGrid(1, 4, 12);

  @Test
  void as_many_tokens_as_the_model_makes_lie_on_its_grid() {
    ImageEmbedding embedding = Embeddings.of(zeros(12, 3), WIDE, "embedding");
    assertThat(embedding.rows()).isEqualTo(2);
    assertThat(embedding.columns()).isEqualTo(6);
  }

  @Test
  void a_square_number_of_tokens_lies_on_a_square() {
    ImageEmbedding embedding = Embeddings.of(zeros(25, 3).reshape(1, 25, 3), WIDE, "embedding");
    assertThat(embedding.rows()).isEqualTo(5);
    assertThat(embedding.columns()).isEqualTo(5);
  }

  @Test
  void other_numbers_and_shapes_are_refused() {
    assertThatThrownBy(() -> Embeddings.of(zeros(7, 3), WIDE, "embedding"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("got 7 tokens, wants 12");
    assertThatThrownBy(() -> Embeddings.of(zeros(4, 3).reshape(12), WIDE, "embedding"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[12]");
    assertThatThrownBy(() -> Embeddings.of(Tensor.of(new int[4], 2, 2), WIDE, "embedding"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("wants floats");
  }

  private static Tensor zeros(int rows, int width) {
    return Tensor.of(new float[rows * width], rows, width);
  }
}
