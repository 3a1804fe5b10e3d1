package org.nexusgen.launcher.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

/** The demonstration that docs/bundles.md tells about. */
@DisplayName("Side by side work")
class SideBySideTest {
  private static final String LIBRARY =
      """
      package com.example.words;

      public final class Words {
        public static String %s() {
          return "%s";
        }
      }
      """;
  private static final String PART =
      """
      package com.example.part;

      import java.util.function.Supplier;
      import org.osgi.framework.*;

      public final class Part implements BundleActivator {
        @Override
        public void start(BundleContext context) {
          context.registerService(Supplier.class, com.example.words.Words::%s, null);
        }

        @Override
        public void stop(BundleContext context) {}
      }
      """;

  @TempDir Path temp;

  private Compiled old;
  private Compiled young;

  @BeforeEach
  void home() throws IOException {
    Files.createDirectories(temp.resolve("home/lib"));
    Files.createDirectories(temp.resolve("home/bundle"));
    old = library("old", "hello");
    young = library("young", "greet"); // whoever calls hello() cannot live with it
  }

  @Test
  @DisplayName("two versions of a library that two bundles share out, now and after a restart")
  void sharedLibraries() throws Exception {
    Map<String, String> export = Map.of("Export-Package", "com.example.words;version=1.4.0");
    Map<String, String> exportNext = Map.of("Export-Package", "com.example.words;version=2.0.0");
    Path[] jars = {
      old.jar(temp.resolve("words-1.jar"), "words", "1.4.0", export),
      young.jar(temp.resolve("words-2.jar"), "words", "2.0.0", exportNext),
      part("hello", old, "1.0.0", "com.example.words;version=\"[1,2)\"", "calls-old"),
      part("greet", young, "1.0.0", "com.example.words;version=\"[2,3)\"", "calls-young")
    };
    try (Platform platform = start("one")) {
      for (Path jar : jars) {
        platform.installed().install(jar.toString());
      }
      assertThat(said(platform.context()))
          .isEqualTo(Map.of("calls-old:1.0.0", "old", "calls-young:1.0.0", "young"));
    }
    try (Platform platform = start("two")) {
      assertThat(said(platform.context()))
          .isEqualTo(Map.of("calls-old:1.0.0", "old", "calls-young:1.0.0", "young"));
      assertThatThrownBy(
              () ->
                  platform
                      .installed()
                      .install(
                          part("hello", old, "1.0.0", "com.example.words;version=3", "calls-none")
                              .toString()))
          .hasMessageContaining("offered is version 1.4.0 by words and 2.0.0 by words");
    }
  }

  @Test
  @DisplayName("two versions of a library that two bundles carry inside")
  void ownLibraries() throws Exception {
    Path first = partWith(old, "hello", "carries", "1.0.0");
    Path second = partWith(young, "greet", "carries-too", "1.0.0");
    try (Platform platform = start("one")) {
      platform.installed().install(first.toString());
      platform.installed().install(second.toString());
      assertThat(said(platform.context()))
          .isEqualTo(Map.of("carries:1.0.0", "old", "carries-too:1.0.0", "young"));
    }
  }

  @Test
  @DisplayName("two versions of a part, of which either can be stopped")
  void parts() throws Exception {
    Path first = partWith(old, "hello", "part", "1.0.0");
    Path second = partWith(young, "greet", "part", "2.0.0");
    try (Platform platform = start("one")) {
      platform.installed().install(first.toString());
      platform.installed().install(second.toString());
      assertThat(said(platform.context()))
          .isEqualTo(Map.of("part:1.0.0", "old", "part:2.0.0", "young"));
      platform.installed().stop("part:1.0.0");
      assertThat(said(platform.context())).isEqualTo(Map.of("part:2.0.0", "young"));
    }
  }

  private Compiled library(String what, String method) throws IOException {
    return Compiled.in(
        temp.resolve(what), "com.example.words.Words", LIBRARY.formatted(method, what));
  }

  private Path part(String method, Compiled library, String version, String words, String name)
      throws IOException {
    return compiled(name, method, library)
        .jar(temp.resolve(name + ".jar"), name, version, headers(words + ",org.osgi.framework"));
  }

  private Path partWith(Compiled library, String method, String name, String version)
      throws IOException {
    return compiled(name + version, method, library)
        .and(library)
        .jar(temp.resolve(name + version + ".jar"), name, version, headers("org.osgi.framework"));
  }

  private Compiled compiled(String folder, String method, Compiled library) throws IOException {
    return Compiled.in(
        temp.resolve("classes-" + folder),
        "com.example.part.Part",
        PART.formatted(method),
        library);
  }

  private static Map<String, String> headers(String imports) {
    return Map.of("Bundle-Activator", "com.example.part.Part", "Import-Package", imports);
  }

  private Platform start(String storage) {
    return Platform.start(
        new Installation(temp.resolve("home")), temp.resolve(storage), temp.resolve("data"));
  }

  private static Map<String, String> said(BundleContext context) throws InvalidSyntaxException {
    Map<String, String> said = new TreeMap<>();
    var references = context.getAllServiceReferences(Supplier.class.getName(), null);
    Arrays.stream(references)
        .forEach(
            one -> {
              var bundle = one.getBundle();
              Supplier<?> part = (Supplier<?>) context.getService(one);
              said.put(bundle.getSymbolicName() + ":" + bundle.getVersion(), (String) part.get());
            });
    return said;
  }
}
