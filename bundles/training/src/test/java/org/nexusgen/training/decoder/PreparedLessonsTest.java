package org.nexusgen.training.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.training.loop.StoppedException;

@DisplayName("Prepared lessons")
class PreparedLessonsTest {
  @TempDir private Path folder;

  private int made;

  /** Keeps tensors in memory; the file that stands for them is empty. */
  private static final class Shelf implements TensorFiles {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    @Override
    public Map<String, Tensor> read(Path file) {
      return tensors;
    }

    @Override
    public void write(Path file, Map<String, Tensor> written, Map<String, String> metadata) {
      tensors.putAll(written);
      try {
        java.nio.file.Files.createFile(file);
      } catch (java.io.IOException e) {
        throw new NexusGenException("no file", e);
      }
    }
  }

  private List<Lesson> make(long first, int count) {
    List<Lesson> lessons = new ArrayList<>();
    for (long i = first; i < first + count; i++) {
      made++;
      Tensor target = Tensor.of(new float[] {i, 1, i, 2, i, 3, i, 4}, 4, 2);
      Tensor source = Tensor.of(new float[] {-i, -i}, 1, 2);
      lessons.add(
          new Lesson(
              List.of(new ImageEmbedding(target, 2, 2), new ImageEmbedding(source, 1, 1)),
              Tensor.of(new float[] {10 * i}, 1, 1, 1, 1)));
    }
    return lessons;
  }

  @Test
  @DisplayName("are made once and read back as they were")
  void once() {
    PreparedLessons prepared = new PreparedLessons(folder.resolve("file"), new Shelf());
    assertThat(prepared.of(40, this::make)).hasSize(40);
    assertThat(made).isEqualTo(40);
    List<Lesson> again = prepared.of(40, this::make);
    assertThat(made).isEqualTo(40);
    Lesson last = again.get(39);
    assertThat(last.latents().floats()).containsExactly(390);
    assertThat(last.latents().shape().rank()).isEqualTo(4);
    assertThat(last.embeddings()).hasSize(2);
    assertThat(last.embeddings().get(0).rows()).isEqualTo(2);
    assertThat(last.embeddings().get(0).values().floats())
        .containsExactly(39, 1, 39, 2, 39, 3, 39, 4);
    assertThat(last.embeddings().get(1).values().floats()).containsExactly(-39, -39);
  }

  @Test
  @DisplayName("of another number are refused with the remedy")
  void otherNumber() {
    PreparedLessons prepared = new PreparedLessons(folder.resolve("file"), new Shelf());
    prepared.of(40, this::make);
    assertThatThrownBy(() -> prepared.of(41, this::make))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("holds 40")
        .hasMessageContaining("remove it");
  }

  @Test
  @DisplayName("are not written when the work is stopped")
  void stopped() {
    PreparedLessons prepared = new PreparedLessons(folder.resolve("file"), new Shelf());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> prepared.of(40, this::make)).isInstanceOf(StoppedException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder.toFile().list()).isEmpty();
  }
}
