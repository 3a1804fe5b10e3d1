package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;
import org.nexusgen.launcher.config.Setting;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

@DisplayName("While a platform runs, settings")
class ReconfigureIT {
  /** Only against a change that is never noticed; not a measure of speed. */
  private static final long NEVER_AFTER_MILLIS = 60_000;

  private static final Path MODEL = Path.of("model");

  @TempDir static Path temp;

  private static Shipped shipped;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
  }

  @Test
  @DisplayName("change with the user's file, and go back when it is deleted")
  void followFiles() throws IOException, InterruptedException {
    Path data = temp.resolve("files");
    Path file = Files.createDirectories(data.resolve("conf")).resolve("pipeline.properties");
    Files.writeString(file, "threads = 3");
    try (Platform platform = start(data)) {
      NexusGenFactory factory = platform.service(NexusGenFactory.class);
      assertThat(factory.configured(MODEL).session().threads()).isEqualTo(3);
      Files.writeString(file, "threads = 4\nweights = mapped\n");
      await(() -> factory.configured(MODEL).session().threads() == 4);
      assertThat(factory.configured(MODEL).session().weightMemory()).isEqualTo(WeightMemory.MAPPED);
      Files.writeString(file, "threads = few\nengine = pytorch\n");
      await(() -> factory.configured(MODEL).engine().equals("pytorch"));
      assertThat(platform.settings().effective().faults())
          .singleElement()
          .satisfies(fault -> assertThat(fault.key()).isEqualTo("threads"));
      assertThat(factory.configured(MODEL).session().threads()).isZero();
      Files.delete(file);
      await(() -> factory.configured(MODEL).engine().equals("onnxruntime"));
    }
  }

  @Test
  @DisplayName("change through Configuration Admin, and a part is made anew with them")
  void followConfigurationAdmin() throws IOException, InterruptedException {
    try (Platform platform = start(temp.resolve("admin"))) {
      NexusGenFactory factory = platform.service(NexusGenFactory.class);
      configuration(platform, "org.nexusgen.pipeline")
          .update(FrameworkUtil.asDictionary(Map.of("threads", "2")));
      await(() -> factory.configured(MODEL).session().threads() == 2);
      assertThat(shown(platform, one -> one.definition().name().key().equals("threads")))
          .isEqualTo("2 Configuration Admin");
      Object before = caching(platform);
      configuration(platform, "org.nexusgen.caching")
          .update(FrameworkUtil.asDictionary(Map.of("mebibytes", 1)));
      await(() -> caching(platform) instanceof Long now && !now.equals(before));
    }
  }

  private static Platform start(Path data) throws IOException {
    return Platform.start(
        new Installation(shipped.home()), Files.createTempDirectory(temp, "storage"), data);
  }

  private static Configuration configuration(Platform platform, String pid) throws IOException {
    return platform.service(ConfigurationAdmin.class).getConfiguration(pid, "?");
  }

  private static String shown(Platform platform, Predicate<Setting> which) {
    return platform.settings().effective().settings().stream()
        .filter(which)
        .map(one -> one.value() + " " + one.origin())
        .findFirst()
        .orElseThrow();
  }

  /** The service object, or something else while there is none. */
  private static Object caching(Platform platform) {
    try {
      var references =
          platform
              .context()
              .getServiceReferences(
                  org.nexusgen.api.vision.VisionEncoder.Provider.class, "(name=caching)");
      return references.isEmpty()
          ? platform
          : references.iterator().next().getProperty("service.id");
    } catch (org.osgi.framework.InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Something that is looked at again and again. */
  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    long end = System.currentTimeMillis() + NEVER_AFTER_MILLIS;
    while (!condition.holds()) {
      assertThat(System.currentTimeMillis()).as("still not so").isLessThan(end);
      Thread.sleep(20);
    }
  }
}
