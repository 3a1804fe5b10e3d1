package org.nexusgen.laws;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import aQute.bnd.service.diff.Tree;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What was released stands in {@code itests/laws/baseline}; {@code mvn verify
 * -Dbaseline.renew=true} writes it anew when there is a release.
 */
@DisplayName("Of what authors of parts compile against,")
class BaselineIT {
  private static final Path BASELINE = Sources.ROOT.resolve("itests/laws/baseline");
  private static final String API = "nexusgen-api";
  private static final String SAMPLING = "org.nexusgen.api.sampling";

  @TempDir private static Path temp;

  @BeforeAll
  static void renew() throws Exception {
    if (Boolean.getBoolean("baseline.renew")) {
      Files.createDirectories(BASELINE);
      for (String artifact : List.of(API, "nexusgen-graph", "nexusgen-contracts")) {
        try (Jar jar = jar(artifact)) {
          Files.writeString(file(artifact), ApiTree.text(ApiTree.of(jar)));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {API, "nexusgen-graph", "nexusgen-contracts"})
  @DisplayName("each package's version has grown as its changes since the release ask:")
  void versionsGrow(String artifact) throws Exception {
    try (Jar jar = jar(artifact)) {
      assertThat(Baseline.complaints(released(artifact), ApiTree.of(jar)))
          .as("%s against its baseline (CONTRIBUTING.md, Versions)", artifact)
          .isEmpty();
    }
  }

  @Test
  @DisplayName("the baseline reads as it was written")
  void textIsWhole() throws Exception {
    String text = Files.readString(file(API));
    assertThat(ApiTree.text(ApiTree.parse(text))).isEqualTo(text);
  }

  @Test
  @DisplayName("one method more, in what parts implement, wants a major version")
  void moreToImplement() throws Exception {
    assertThat(complaints("DiffusionSampler", source -> with(source, "void anneal();")))
        .singleElement()
        .asString()
        .contains(SAMPLING + " has version 1.0.0, wants 2.0.0 (released: 1.0.0)")
        .contains("method anneal() of org.nexusgen.api.sampling.DiffusionSampler added: major")
        .contains("package-info.java");
  }

  @Test
  @DisplayName("one method more, in what the platform implements, wants a minor version")
  void moreToUse() throws Exception {
    assertThat(complaints("image", "ImageFiles", source -> with(source, "void anneal();"), "1.0.0"))
        .singleElement()
        .asString()
        .contains("org.nexusgen.api.image has version 1.0.0, wants 1.1.0")
        .contains("method anneal() of org.nexusgen.api.image.ImageFiles added: minor");
  }

  @Test
  @DisplayName("one method less wants a major version, by the method's name")
  void less() throws Exception {
    assertThat(complaints("Denoiser", source -> source.replace(" velocity(", " speed(")))
        .singleElement()
        .asString()
        .contains("wants 2.0.0", "method velocity(float[],float) of " + SAMPLING + ".Denoiser");
  }

  @Test
  @DisplayName("a version that has grown enough lets the change pass, one that has not does not")
  void grown() throws Exception {
    UnaryOperator<String> more = source -> with(source, "void anneal();");
    assertThat(complaints("sampling", "DiffusionSampler", more, "2.0.0")).isEmpty();
    assertThat(complaints("sampling", "DiffusionSampler", more, "1.1.0")).hasSize(1);
    assertThat(complaints("sampling", "DiffusionSampler", UnaryOperator.identity(), "1.0.0"))
        .isEmpty();
  }

  @Test
  @DisplayName("a package that is gone is named")
  void gone() throws Exception {
    try (Jar whole = jar(API);
        Jar jar = jar(API)) {
      String exports = jar.getManifest().getMainAttributes().getValue("Export-Package");
      jar.getManifest()
          .getMainAttributes()
          .putValue("Export-Package", exports.replace("org.nexusgen.api.message;", "some.other;"));
      assertThat(Baseline.complaints(ApiTree.of(whole), ApiTree.of(jar)))
          .singleElement()
          .asString()
          .contains("org.nexusgen.api.message is gone");
    }
  }

  private static List<String> complaints(String type, UnaryOperator<String> change)
      throws Exception {
    return complaints("sampling", type, change, "1.0.0");
  }

  /** Of the api with one source changed, in a package of the version, which was 1.0.0. */
  private static List<String> complaints(
      String folder, String type, UnaryOperator<String> change, String version) throws Exception {
    String name = "org/nexusgen/api/" + folder + "/" + type;
    Path original = Sources.ROOT.resolve("api/src/main/java/" + name + ".java");
    Path classes = Files.createTempDirectory(temp, "classes");
    String changed = change.apply(Sources.read(original));
    compile(Files.writeString(classes.resolve(type + ".java"), changed), classes);
    try (Jar before = jar(API);
        Jar after = jar(API)) {
      byte[] doctored = Files.readAllBytes(classes.resolve(name + ".class"));
      after.putResource(name + ".class", new EmbeddedResource(doctored, 0));
      version(before, folder, "1.0.0");
      version(after, folder, version);
      return Baseline.complaints(ApiTree.of(before), ApiTree.of(after));
    }
  }

  private static void version(Jar jar, String folder, String version) throws Exception {
    String exported = "org.nexusgen.api." + folder + ";version=";
    var headers = jar.getManifest().getMainAttributes();
    headers.putValue(
        "Export-Package",
        headers
            .getValue("Export-Package")
            .replaceFirst(exported + "\"[0-9.]+\"", exported + "\"" + version + "\""));
  }

  private static String with(String source, String method) {
    int end = source.lastIndexOf('}');
    return source.substring(0, end) + method + source.substring(end);
  }

  private static void compile(Path source, Path classes) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (var files = javac.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "--release",
              "21",
              "-cp",
              System.getProperty("java.class.path"),
              "-d",
              classes.toString());
      boolean compiled =
          javac.getTask(said, files, null, options, null, files.getJavaFileObjects(source)).call();
      assertThat(compiled).as("%s", said).isTrue();
    }
  }

  private static Tree released(String artifact) throws Exception {
    return ApiTree.parse(Files.readString(file(artifact)));
  }

  private static Path file(String artifact) {
    return BASELINE.resolve(artifact + ".txt");
  }

  private static Jar jar(String artifact) throws IOException {
    Path file =
        ShippedJar.all().stream()
            .filter(jar -> jar.artifact().equals(artifact))
            .findFirst()
            .orElseThrow()
            .file();
    return new Jar(file.toFile());
  }
}
