package org.nexusgen.engine.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.engine.Availability;

@DisplayName("The PyTorch engine is")
class NativeJarsTest {
  private static final ClassLoader JARS = NativeJarsTest.class.getClassLoader();

  @Test
  @DisplayName("available where its jars are")
  void here() {
    assertThat(new PytorchEngine().availability()).isEqualTo(Availability.available());
  }

  @Test
  @DisplayName("not available on a system that its jar is not for, and says which jar is wanted")
  void otherSystem() {
    assertThat(message(NativeJars.availability(JARS, "Mac OS X", "arm64")))
        .contains(
            "got those for linux-x86_64", "wants those for osx-aarch64", "pytorch-native-cpu");
  }

  @Test
  @DisplayName("not available without the jar, and says where it belongs")
  void noJar() {
    assertThat(
            message(
                NativeJars.availability(ClassLoader.getPlatformClassLoader(), "Linux", "amd64")))
        .contains("none on the class path", "lib/native");
  }

  private static String message(Availability availability) {
    return ((Availability.Unavailable) availability).message();
  }
}
