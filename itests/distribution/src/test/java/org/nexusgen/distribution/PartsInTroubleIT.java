package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.distribution.PartBundle.Part;
import org.nexusgen.distribution.part.HangingDecoders;
import org.nexusgen.distribution.part.InstantDecoders;
import org.nexusgen.distribution.part.NeedyNoise;
import org.nexusgen.distribution.part.SquareSampler;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

@DisplayName("On a running platform, a bundle's part")
class PartsInTroubleIT {
  @TempDir static Path temp;

  private static InstantPlatform instant;
  private static NexusGen nexusGen;

  @BeforeAll
  static void start() throws IOException, InterruptedException, BundleException {
    Shipped shipped = Shipped.unpack(temp);
    instant = new InstantPlatform(shipped, temp.resolve("platform"));
    nexusGen = instant.factory().open(NexusGenConfig.of(shipped.model()));
  }

  @AfterAll
  static void stop() {
    nexusGen.close();
    instant.close();
  }

  @Test
  @DisplayName("that never returns is named with its bundle, and the next request is served")
  void hangs() throws Exception {
    Bundle bundle =
        started(
            "com.example.hanging",
            List.of(
                new Part(
                    HangingDecoders.class,
                    VisionDecoder.Provider.class,
                    Map.of("name", "hanging"),
                    "")),
            List.of(HangingDecoders.class.getDeclaredClasses()));
    instant.patienceSeconds(1);
    try {
      assertThatThrownBy(() -> InstantPlatform.decode(nexusGen, Optional.of("hanging")))
          .hasMessageContaining("decoder 'hanging' 1.0.0 of bundle com.example.hanging")
          .hasMessageContaining("shows no sign of life")
          .hasMessageContaining("HangingDecoder.decode");
    } finally {
      instant.patienceSeconds(60);
    }
    assertThat(InstantPlatform.decode(nexusGen, Optional.empty()).pictures()).hasSize(1);
    bundle.uninstall();
  }

  @Test
  @DisplayName(
      "that needs one which needs it in turn is not made, and it is said who waits for what")
  void circle() throws Exception {
    Bundle bundle =
        started(
            "com.example.circle",
            List.of(
                new Part(
                    SquareSampler.class, Supplier.class, Map.of(), "", List.of(Runnable.class)),
                new Part(NeedyNoise.class, Runnable.class, Map.of(), "", List.of(Supplier.class))),
            List.of());
    String lacks =
        String.join("; ", instant.platform().installed().info("com.example.circle").lacks());
    assertThat(lacks).contains("SquareSampler waits for Runnable", "NeedyNoise waits for Supplier");
    assertThatThrownBy(() -> instant.platform().service(Runnable.class))
        .hasMessageContaining("java.lang.Runnable")
        .hasMessageContaining("NeedyNoise waits for Supplier");
    assertThat(InstantPlatform.decode(nexusGen, Optional.empty()).pictures()).hasSize(1);
    bundle.uninstall();
  }

  @Test
  @DisplayName("whose constructor throws is not there, the reason is said, and others work")
  void constructor() throws Exception {
    Bundle bundle =
        started(
            "com.example.unmade",
            List.of(
                new Part(
                    InstantDecoders.class,
                    VisionDecoder.Provider.class,
                    Map.of("name", "unmade"),
                    "")),
            List.of()); // its inner classes are not packed
    assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(InstantPlatform.decode(nexusGen, Optional.empty()).pictures()).hasSize(1);
    assertThat(
            String.join(
                "; ", instant.platform().installed().info(bundle.getSymbolicName()).lacks()))
        .contains("InstantDecoders failed", "Presence");
    bundle.uninstall();
  }

  private static Bundle started(String name, List<Part> parts, List<Class<?>> classes)
      throws IOException, BundleException {
    PartBundle packed = new PartBundle(name, InstantPlatform.IMPORTS, parts, classes);
    Path jar = packed.packed(temp.resolve("jars"), "1.0.0");
    Bundle bundle = instant.platform().context().installBundle(jar.toUri().toString());
    bundle.start();
    return bundle;
  }
}
