package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.golden.Golden;

/** Reads reference outputs and compares with them. */
final class Expected {
  private static final ImageFiles IMAGES =
      ServiceLoader.load(ImageFiles.class).findFirst().orElseThrow();
  private static final TensorFiles TENSORS =
      ServiceLoader.load(TensorFiles.class).findFirst().orElseThrow();

  private Expected() {}

  static Image image(String path) {
    return IMAGES.read(Golden.path(path));
  }

  static Map<String, Tensor> tensors(String path) {
    return TENSORS.read(Golden.path(path));
  }

  static Tensor tensor(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    assertThat(tensor).as(name).isNotNull();
    return Objects.requireNonNull(tensor);
  }

  static JsonNode json(String path) throws IOException {
    return new ObjectMapper().readTree(Files.readString(Golden.path(path)));
  }

  static List<Integer> ints(JsonNode array) {
    List<Integer> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asInt()));
    return values;
  }

  static List<Integer> ids(Tensor tensor) {
    List<Integer> values = new ArrayList<>();
    for (long id : tensor.longs()) {
      values.add(Math.toIntExact(id));
    }
    return values;
  }

  /** Equal numbers up to an absolute tolerance; shapes may differ by axes of size 1. */
  static void assertClose(Tensor got, Tensor wanted, double tolerance, String what) {
    float[] actual = got.floats();
    float[] reference = wanted.floats();
    assertThat(actual).as(what).hasSameSizeAs(reference);
    double worst = 0;
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs((double) actual[i] - reference[i]);
      worst = Double.isNaN(difference) ? Double.NaN : Math.max(worst, difference);
    }
    assertThat(worst).as("%s: largest difference", what).isLessThanOrEqualTo(tolerance);
  }

  /** At most one level off, in at most 0.1 % of the values. */
  static void assertSamePicture(Image got, Image wanted, String what) {
    assertThat(got.width()).as(what).isEqualTo(wanted.width());
    assertThat(got.height()).as(what).isEqualTo(wanted.height());
    byte[] actual = got.pixels();
    byte[] reference = wanted.dropAlpha().pixels();
    int off = 0;
    for (int i = 0; i < actual.length; i++) {
      int difference = Math.abs((actual[i] & 0xff) - (reference[i] & 0xff));
      assertThat(difference).as("%s: value %d", what, i).isLessThanOrEqualTo(1);
      off += difference;
    }
    assertThat(off / (double) actual.length).as("%s: share of values off", what).isLessThan(1e-3);
  }
}
