package org.nexusgen.engine.pytorch;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.engine.Availability.Reason;

/** The jars that PyTorch's native libraries come in, looked at without unpacking 450 MB. */
final class NativeJars {
  /** In the jar of PyTorch itself; says for which system its libraries are. */
  private static final String LIBRARIES = "native/lib/pytorch.properties";

  private static final String JAR = "ai.djl.pytorch:pytorch-native-cpu";

  private NativeJars() {}

  /** Whether a loader finds libraries for a system, named as Java's properties name it. */
  static Availability availability(ClassLoader loader, String os, String arch) {
    String platform = platform(os, arch);
    try (InputStream in = loader.getResourceAsStream(LIBRARIES)) {
      if (in == null) {
        return missing(
            "PyTorch's native libraries",
            "none on the class path",
            JAR + " for " + platform,
            "add that jar to the class path; in the distribution it lies in lib/native");
      }
      Properties properties = new Properties();
      properties.load(in);
      String there = properties.getProperty("classifier", platform);
      return there.equals(platform)
          ? Availability.available()
          : missing(
              "PyTorch's native libraries",
              "those for " + there,
              "those for " + platform,
              "put %s with classifier %s in the place of the one for %s"
                  .formatted(JAR, platform, there));
    } catch (IOException e) {
      return missing(
          "PyTorch's native libraries",
          String.valueOf(e.getMessage()),
          "a jar that can be read",
          "replace " + JAR);
    }
  }

  private static Availability missing(String what, String got, String wanted, String remedy) {
    return Availability.unavailable(List.of(new Reason(what, got, wanted, remedy)));
  }

  /** As the jars are named. */
  private static String platform(String os, String arch) {
    String name = os.toLowerCase(Locale.ROOT);
    String system = name.contains("mac") ? "osx" : name.contains("win") ? "win" : "linux";
    String processor =
        switch (arch) {
          case "amd64" -> "x86_64";
          case "arm64" -> "aarch64";
          default -> arch;
        };
    return system + "-" + processor;
  }
}
