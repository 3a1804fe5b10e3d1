package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.command.CommandLine;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.launcher.BundleInfo;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;

@DisplayName("The platform of the distribution")
class PlatformIT {
  @TempDir static Path temp;

  private static Shipped shipped;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
  }

  @Test
  @DisplayName("has all bundles active, and the services that a host asks for")
  void allActive() {
    Installation installation = new Installation(shipped.home());
    try (Platform platform = Platform.start(installation, temp.resolve("storage"))) {
      assertThat(platform.bundles()).hasSizeGreaterThan(12);
      assertThat(platform.bundles()).allMatch(b -> b.state().equals("active"));
      assertThat(platform.bundles())
          .extracting(BundleInfo::name)
          .contains("nexusgen-flux", "nexusgen-pipeline", "nexusgen-cli", "org.apache.felix.scr");
      assertThat(platform.service(Engine.class).name()).isEqualTo("onnxruntime");
      assertThat(platform.service(CommandLine.class)).isNotNull();
      assertThat(platform.service(NexusGenFactory.class).parts())
          .extracting(NexusGenFactory.InstalledPart::name)
          .contains("flux", "euler");
    }
  }
}
