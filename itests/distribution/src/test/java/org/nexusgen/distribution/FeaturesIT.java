package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.distribution.Shipped.Run;

@DisplayName("The features for Karaf")
class FeaturesIT {
  /** Karaf's own feature {@code scr}. */
  private static final List<String> SCR =
      List.of("org.osgi.util.function", "org.osgi.util.promise", "org.osgi.service.component");

  @TempDir static Path temp;

  private static Shipped shipped;
  private static Features features;

  @BeforeAll
  static void unpack() throws Exception {
    shipped = Shipped.unpack(temp);
    features = Features.built();
  }

  @Test
  @DisplayName("have the form that Karaf's schema wants")
  void schema() throws Exception {
    URI schema =
        URI.create(
            "jar:"
                + Path.of(System.getProperty("nexusgen.karaf")).toUri()
                + "!/org/apache/karaf/features/karaf-features-1.6.0.xsd");
    try (InputStream xsd = schema.toURL().openStream()) {
      SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
          .newSchema(new StreamSource(xsd))
          .newValidator()
          .validate(new StreamSource(features.file().toFile()));
    }
  }

  @Test
  @DisplayName("name artifacts that this build makes or uses, in its versions")
  void artifacts() {
    assertThat(features.names()).hasSize(3);
    for (String name : features.names()) {
      for (Features.Located one : features.bundles(name)) {
        assertThat(Features.shipped(shipped.home(), one.fileName())).isRegularFile();
      }
    }
  }

  @Test
  @DisplayName("resolve together, and their commands list parts and models, and paint")
  void commands() throws Exception {
    Path list = temp.resolve("bundles.txt");
    Files.write(list, bundles().stream().map(Path::toString).toList());
    Path model = shipped.model();
    Path picture = temp.resolve("picture.png");
    Run run =
        shipped.run(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            Map.of(),
            "--enable-native-access=ALL-UNNAMED",
            "--class-path",
            classPath(),
            Path.of(URI.create(resource("/host/Shell.java"))).toString(),
            temp.resolve("storage").toString(),
            list.toString(),
            "nexus:parts",
            "nexus:models list '" + model.getParent() + "'",
            "nexus:edit 'add a star'",
            "nexus:generate 'a red circle' --model '%s' --steps 2 -o '%s'"
                .formatted(model, picture));
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(answer(run, "nexus:parts")).contains("flux", "euler", "onnxruntime");
    assertThat(answer(run, "nexus:models")).contains("mini");
    assertThat(answer(run, "nexus:edit")).contains("refused: ", "--image");
    assertThat(picture).as(run.out() + run.err()).isNotEmptyFile();
  }

  /** As Karaf would find or make them, its own feature {@code scr} and its shell included. */
  private static List<Path> bundles() throws Exception {
    Path home = shipped.home();
    List<Path> jars = new ArrayList<>();
    jars.add(BareContainer.jar(home.resolve("bundle/1"), "org.apache.felix.configadmin"));
    jars.add(BareContainer.jar(home.resolve("bundle/1"), "org.apache.felix.scr"));
    SCR.forEach(name -> jars.add(BareContainer.jar(home.resolve("lib"), name)));
    jars.add(Path.of(System.getProperty("nexusgen.gogo")));
    for (Features.Located one : features.bundles("nexusgen-commands")) {
      Path jar = Features.shipped(home, one.fileName());
      jars.add(one.wrapped() ? WrappedJar.of(jar, one.instructions(), temp) : jar);
    }
    return jars;
  }

  /** The framework and logging alone: a library that is here would hide that a bundle lacks it. */
  private static String classPath() {
    Path lib = shipped.home().resolve("lib");
    return Stream.of("org.apache.felix.framework", "slf4j-api", "slf4j-simple")
        .map(name -> BareContainer.jar(lib, name).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String resource(String path) {
    return Objects.requireNonNull(FeaturesIT.class.getResource(path), path).toString();
  }

  /** What was printed for a command. */
  private static String answer(Run run, String command) {
    return Stream.of(run.out().split("(?m)^> "))
        .filter(part -> part.startsWith(command))
        .findFirst()
        .orElseThrow(() -> new AssertionError(run.out() + run.err()));
  }
}
