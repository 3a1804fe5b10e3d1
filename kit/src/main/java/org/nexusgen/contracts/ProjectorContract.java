package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.osgi.annotation.versioning.ConsumerType;

/** What every projector must do; the author of one extends this. */
@ConsumerType
public abstract class ProjectorContract {
  private final Projector projector;
  private final int width;
  private ImageEmbedding target = new ImageEmbedding(Tensor.of(new float[1], 1, 1), 1, 1);

  /**
   * @param width of the model's image embeddings
   */
  protected ProjectorContract(Projector.Provider provider, PartContext context, int width) {
    projector = provider.open(context);
    this.width = width;
  }

  @BeforeEach
  void embed() {
    target = embedding(3, 4, width);
  }

  @AfterEach
  void close() {
    projector.close();
  }

  private static ImageEmbedding embedding(int rows, int columns, int width) {
    Random random = new Random(1);
    float[] values = new float[rows * columns * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new ImageEmbedding(Tensor.of(values, (long) rows * columns, width), rows, columns);
  }

  @Test
  @DisplayName("every token of the target becomes a finite token of the first group")
  void target() {
    Conditioning got = projector.project(target, List.of());
    assertThat(got.groups().getFirst().rows()).isEqualTo(3);
    assertThat(got.groups().getFirst().columns()).isEqualTo(4);
    for (float value : got.tokens().floats()) {
      assertThat(value).isFinite();
    }
  }

  @Test
  @DisplayName("the same embedding gives the same conditioning, on any thread")
  void repeatable() {
    float[] first = projector.project(target, List.of()).tokens().floats();
    Stream.generate(
            () ->
                CompletableFuture.supplyAsync(
                    () -> projector.project(target, List.of()).tokens().floats()))
        .limit(4)
        .toList()
        .forEach(run -> assertThat(run.join()).isEqualTo(first));
  }

  @Test
  @DisplayName("an embedding of another width is refused")
  void width() {
    assertThatThrownBy(() -> projector.project(embedding(3, 4, width + 1), List.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(String.valueOf(width));
  }

  @Test
  @DisplayName("more references than it can take are refused")
  void references() {
    List<ImageEmbedding> many = List.of(target, target, target, target, target);
    assertThatThrownBy(() -> projector.project(target, many))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("5 reference");
  }
}
