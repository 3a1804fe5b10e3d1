package org.nexusgen.decoder.flux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.golden.Golden;

/** The reference's checkpoint and outputs, and how to compare with them. */
public final class Reference {
  private Reference() {}

  public static <S> S service(Class<S> type) {
    return ServiceLoader.load(type).findFirst().orElseThrow();
  }

  public static Engine engine() {
    return service(Engine.class);
  }

  public static VisionDecoder.Provider provider(DecodingTask task) {
    return services(VisionDecoder.Provider.class)
        .filter(provider -> provider.name().equals("flux") && provider.task() == task)
        .findFirst()
        .orElseThrow();
  }

  public static DiffusionSampler sampler(String name) {
    return services(DiffusionSampler.class)
        .filter(sampler -> sampler.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  public static List<String> samplers() {
    return services(DiffusionSampler.class).map(DiffusionSampler::name).toList();
  }

  private static <S> Stream<S> services(Class<S> type) {
    return ServiceLoader.load(type).stream().map(ServiceLoader.Provider::get);
  }

  /** One thread: tests run beside others. */
  public static SessionSettings settings() {
    return SessionSettings.standard().withThreads(1);
  }

  public static ModelFolder checkpoint() {
    return service(ModelLibrary.class).open(Golden.path("decoder/checkpoint"));
  }

  public static ModelFolder mini() {
    return service(ModelLibrary.class).open(Golden.starter());
  }

  /** Tensors of a golden file, such as {@code decoder/vae/decode.safetensors}. */
  public static Map<String, Tensor> tensors(String file) {
    return service(TensorFiles.class).read(Golden.path(file));
  }

  /** Tensors of a file of this module's own: a script beside it says how it was made. */
  public static Map<String, Tensor> resource(String file) {
    return service(TensorFiles.class).read(resourcePath(file));
  }

  /** A model of this module's own. */
  public static ModelFolder resourceModel(String folder) {
    return service(ModelLibrary.class).open(resourcePath(folder));
  }

  private static Path resourcePath(String name) {
    try {
      URL url = Objects.requireNonNull(Reference.class.getResource("/flux/" + name), name);
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Tensor get(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no golden tensor '" + name + "'");
    }
    return tensor;
  }

  /** |actual - expected| within tolerance + tolerance * |expected|, and equal sizes. */
  public static void assertClose(String what, float[] actual, float[] expected, double tolerance) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    int worst = -1;
    double worstExcess = 0;
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs(actual[i] - expected[i]);
      double excess = difference - tolerance * (1 + Math.abs(expected[i]));
      if (!(excess <= worstExcess)) {
        worst = i;
        worstExcess = excess;
      }
    }
    assertThat(worst)
        .as(
            "%s: worst at %d, got %s, wants %s",
            what,
            worst,
            worst < 0 ? "" : String.valueOf(actual[worst]),
            worst < 0 ? "" : String.valueOf(expected[worst]))
        .isNegative();
  }
}
