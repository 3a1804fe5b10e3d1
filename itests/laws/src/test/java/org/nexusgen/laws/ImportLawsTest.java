package org.nexusgen.laws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Who may import whom:")
class ImportLawsTest {
  private static final String API = "org.nexusgen.api..";
  private static final String GRAPH = "org.nexusgen.graph..";
  private static final Pattern MODULE_OF_INTERNAL =
      Pattern.compile("(org\\.nexusgen\\..+?)\\.internal(\\..*)?");

  /** Every box of the figure that computes with networks. */
  private static final List<String> PARTS =
      List.of(
          "org.nexusgen.encoder",
          "org.nexusgen.backbone",
          "org.nexusgen.projectors",
          "org.nexusgen.textencoders",
          "org.nexusgen.decoder");

  private static JavaClasses all;

  @BeforeAll
  static void read() {
    all =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.nexusgen");
  }

  @Test
  @DisplayName("the api imports nothing but java.base")
  void apiStandsAlone() {
    classes()
        .that()
        .resideInAPackage(API)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(API, "java..", "org.jspecify..", "org.osgi.annotation..")
        .check(all);
  }

  @Test
  @DisplayName("what parts hand each other lies in Java's memory, never in an engine's")
  void noEngineTensorBetweenParts() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.nexusgen.api.vision..",
            "org.nexusgen.api.text..",
            "org.nexusgen.api.backbone..",
            "org.nexusgen.api.decode..",
            "org.nexusgen.api.sampling..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("org\\.nexusgen\\.api\\.tensor\\.(ResidentTensor|Operand)")
        .check(all);
  }

  @Test
  @DisplayName("graphs import the api")
  void graphsImportTheApi() {
    ownPackagesOf("org.nexusgen.graph", API).check(all);
  }

  @Test
  @DisplayName("parts import api and graph, never each other, an engine or a file format")
  void partsImportApiAndGraph() {
    for (String part : PARTS) {
      ownPackagesOf(part, API, GRAPH).allowEmptyShould(true).check(all);
      noClasses()
          .that()
          .resideInAPackage(part + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "ai.onnxruntime..",
              "ai.djl.onnxruntime..",
              "ai.djl.ndarray..",
              "com.fasterxml.jackson..",
              "com.google.protobuf..",
              "java.awt..",
              "javax.imageio..")
          .allowEmptyShould(true)
          .check(all);
    }
  }

  @Test
  @DisplayName("alternatives of a box do not know each other")
  void alternativesAreStrangers() {
    for (String box : List.of("encoder", "decoder", "sampler")) {
      slices()
          .matching("org.nexusgen." + box + ".(*)..")
          .should()
          .notDependOnEachOther()
          .check(all);
    }
  }

  @Test
  @DisplayName("samplers, pipeline, command line and tools import the api")
  void theseImportTheApi() {
    for (String user :
        List.of(
            "org.nexusgen.sampler",
            "org.nexusgen.pipeline",
            "org.nexusgen.bench",
            "org.nexusgen.maven",
            "org.nexusgen.models")) {
      ownPackagesOf(user, API).check(all);
    }
    ownPackagesOf("org.nexusgen.cli", API).allowEmptyShould(true).check(all);
  }

  @Test
  @DisplayName("training imports api and graph, plots import the api")
  void trainingImportsApiAndGraph() {
    ownPackagesOf("org.nexusgen.training", API, GRAPH).check(all);
    ownPackagesOf("org.nexusgen.plots", API).check(all);
  }

  @Test
  @DisplayName("engines, weights, images and tokenizers see no model")
  void theGroundSeesNoModel() {
    for (String ground :
        List.of(
            "org.nexusgen.engine",
            "org.nexusgen.weights",
            "org.nexusgen.image",
            "org.nexusgen.tokenizer")) {
      ownPackagesOf(ground, API, GRAPH).allowEmptyShould(true).check(all);
    }
  }

  @Test
  @DisplayName("the launcher, adapters, observers and a shell's commands import the api")
  void theseOutsidersImportTheApi() {
    ownPackagesOf("org.nexusgen.observe", API).check(all);
    ownPackagesOf("org.nexusgen.launcher", API).check(all);
    ownPackagesOf("org.nexusgen.langchain4j", API).check(all);
    ownPackagesOf("org.nexusgen.gogo", API).check(all);
  }

  @Test
  @DisplayName("only the modules for images and plots use java.desktop")
  void onlyImagesUseTheDesktop() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.nexusgen.image..", "org.nexusgen.plots..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.awt..", "javax.imageio..")
        .check(all);
  }

  @Test
  @DisplayName("what is logged is logged through SLF4J")
  void onlySlf4jLogs() {
    noClasses()
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(
                    "java.util.logging..", "org.apache.logging..", "org.apache.commons.logging..")
                .or(JavaClass.Predicates.belongToAnyOf(System.Logger.class)))
        .check(all);
  }

  @Test
  @DisplayName("the process's own streams are used by its main class alone")
  void onlyMainPrints() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.nexusgen.launcher.Main")
        .and()
        .doNotHaveFullyQualifiedName("org.nexusgen.engine.tensorrt.worker.Worker") // its process's
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(all);
  }

  @Test
  @DisplayName("nobody imports another module's internals")
  void internalsStayInside() {
    classes()
        .that(
            new DescribedPredicate<JavaClass>("are internal") {
              @Override
              public boolean test(JavaClass type) {
                return MODULE_OF_INTERNAL.matcher(type.getPackageName()).matches();
              }
            })
        .should(new UsedInsideItsModule())
        .allowEmptyShould(true)
        .check(all);
  }

  @Test
  @DisplayName("there is no cycle between modules")
  void noCycles() {
    slices().matching("org.nexusgen.(*)..").should().beFreeOfCycles().check(all);
  }

  /** Of our own packages, those below a root use only the root's and the allowed ones. */
  private static com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction ownPackagesOf(
      String root, String... allowed) {
    String[] packages = new String[allowed.length + 1];
    System.arraycopy(allowed, 0, packages, 0, allowed.length);
    packages[allowed.length] = root + "..";
    DescribedPredicate<JavaClass> foreign =
        JavaClass.Predicates.resideInAPackage("org.nexusgen..")
            .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(packages)))
            .as("are ours and outside of %s", List.of(packages));
    return noClasses().that().resideInAPackage(root + "..").should().dependOnClassesThat(foreign);
  }
}
