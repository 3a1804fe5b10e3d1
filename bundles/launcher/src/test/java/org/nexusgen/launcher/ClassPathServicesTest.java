package org.nexusgen.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Engines of the class path")
class ClassPathServicesTest {
  /** Like an engine for another platform. */
  public static final class Unlinked implements Supplier<String> {
    public Unlinked() {
      throw new UnsatisfiedLinkError("no onnxruntime in java.library.path");
    }

    @Override
    public String get() {
      return "unlinked";
    }
  }

  /** One that is made, and cannot even tell its name. */
  public static final class Nameless implements Supplier<String> {
    @Override
    public String get() {
      throw new IllegalStateException("who am I?");
    }
  }

  /** One that works. */
  public static final class Sound implements Supplier<String> {
    @Override
    public String get() {
      return "sound";
    }
  }

  @TempDir Path temp;

  @Test
  @DisplayName(
      "that lack their natives, their class or their name are set aside with the reason,"
          + " and others go on")
  void others() throws IOException {
    Path services = Files.createDirectories(temp.resolve("META-INF/services"));
    Files.write(
        services.resolve(Supplier.class.getName()),
        List.of(
            Unlinked.class.getName(),
            "com.example.Gone",
            Storage.class.getName(),
            Nameless.class.getName(),
            Sound.class.getName()));
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {temp.toUri().toURL()}, getClass().getClassLoader())) {
      ClassPathServices found = new ClassPathServices(loader, new ArrayList<>());
      @SuppressWarnings("rawtypes")
      List<ClassPathServices.Named<Supplier>> all =
          found.all(Supplier.class, "engine", one -> String.valueOf(one.get()));
      assertThat(all).extracting(ClassPathServices.Named::name).containsExactly("sound");
      assertThat(found.complaints()).hasSize(4);
      assertThat(found.complaints().get(0))
          .startsWith("engine " + Unlinked.class.getName() + " is set aside")
          .contains("java.lang.UnsatisfiedLinkError: no onnxruntime in java.library.path", "lib");
      assertThat(String.join("\n", found.complaints()))
          .contains("com.example.Gone", "org.nexusgen.launcher.Storage", "who am I?");
    }
  }
}
