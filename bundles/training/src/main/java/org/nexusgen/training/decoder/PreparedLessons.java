package org.nexusgen.training.decoder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.training.loop.Outputs;
import org.nexusgen.training.loop.StoppedException;

/**
 * Lessons that are computed once for a run and kept in a file beside its checkpoints, as the
 * reference prepares its embeddings.
 *
 * @param file of them
 * @param files writes and reads it
 */
record PreparedLessons(Path file, TensorFiles files) {
  private static final String LATENTS = "latents";
  private static final String EMBEDDINGS = "embeddings.";
  private static final int AT_ONCE = 32;

  /** Makes lessons that follow one another. */
  interface Maker {
    List<Lesson> make(long first, int count);
  }

  /**
   * The lessons of the file; they are made if it is not there.
   *
   * @throws StoppedException if the thread was interrupted; nothing was written
   */
  List<Lesson> of(int count, Maker maker) {
    if (Files.exists(file)) {
      return read(count);
    }
    List<Lesson> lessons = new ArrayList<>();
    while (lessons.size() < count) {
      if (Thread.currentThread().isInterrupted()) {
        throw new StoppedException(
            "stopped after %d of %d pictures were prepared; begin again with --resume"
                .formatted(lessons.size(), count));
      }
      lessons.addAll(maker.make(lessons.size(), Math.min(AT_ONCE, count - lessons.size())));
    }
    write(lessons);
    return lessons;
  }

  private void write(List<Lesson> lessons) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(LATENTS, stacked(lessons.stream().map(Lesson::latents).toList()));
    for (int i = 0; i < lessons.get(0).embeddings().size(); i++) {
      int number = i;
      tensors.put(
          EMBEDDINGS + i,
          stacked(lessons.stream().map(one -> grid(one.embeddings().get(number))).toList()));
    }
    files.write(file, tensors, Map.of());
  }

  /** F32 [1, rows, columns, width]. */
  private static Tensor grid(ImageEmbedding embedding) {
    return embedding.values().reshape(1, embedding.rows(), embedding.columns(), embedding.width());
  }

  private static Tensor stacked(List<Tensor> rows) {
    long[] shape = rows.get(0).shape().toArray();
    int each = Math.toIntExact(rows.get(0).shape().elements());
    float[] all = new float[Math.multiplyExact(each, rows.size())];
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).shape().equals(rows.get(0).shape())) {
        throw new BadInputException(
            "pictures that are prepared must have one size: got %s and %s; set 'prepared' to 0"
                .formatted(rows.get(0).shape(), rows.get(i).shape()));
      }
      System.arraycopy(rows.get(i).floats(), 0, all, i * each, each);
    }
    shape[0] = rows.size();
    return Tensor.of(all, shape);
  }

  private List<Lesson> read(int count) {
    Map<String, Tensor> tensors = files.read(file);
    Tensor latents = Outputs.require(tensors, LATENTS, file.toString());
    if (latents.shape().dim(0) != count) {
      throw new BadInputException(
          "%s holds %d pictures, 'prepared' wants %d: remove it"
              .formatted(file, latents.shape().dim(0), count));
    }
    List<Lesson> lessons = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<ImageEmbedding> embeddings = new ArrayList<>();
      for (int k = 0; tensors.containsKey(EMBEDDINGS + k); k++) {
        Tensor one = Outputs.require(tensors, EMBEDDINGS + k, file.toString()).rows(i, i + 1);
        int rows = one.shape().size(1);
        int columns = one.shape().size(2);
        embeddings.add(
            new ImageEmbedding(
                one.reshape((long) rows * columns, one.shape().dim(3)), rows, columns));
      }
      lessons.add(new Lesson(embeddings, latents.rows(i, i + 1)));
    }
    return lessons;
  }
}
