package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.ModelPacker;
import org.nexusgen.distribution.part.PaintingActivator;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

@DisplayName("In a container that knows nothing of our launcher,")
class OwnContainerIT {
  /** The libraries that are no bundles, and logging; see docs/embedding.md. */
  private static final String PACKAGES =
      String.join(
          ",",
          "org.slf4j;version=\"2.0.17\"",
          "ai.onnxruntime",
          "ai.djl.huggingface.tokenizers;version=\"0.38.0\"",
          "ai.djl.huggingface.tokenizers.jni;version=\"0.38.0\"",
          "com.hubspot.jinjava",
          "com.hubspot.jinjava.el",
          "com.hubspot.jinjava.interpret",
          "com.hubspot.jinjava.lib",
          "com.hubspot.jinjava.lib.exptest",
          "com.hubspot.jinjava.lib.filter",
          "com.hubspot.jinjava.lib.fn",
          "com.hubspot.jinjava.loader",
          "com.hubspot.jinjava.tree",
          "com.hubspot.jinjava.util",
          "jinjava.javax.el");

  private static final List<String> SERVICES =
      List.of(
          "org.osgi.util.function",
          "org.osgi.util.promise",
          "org.osgi.service.component",
          "jackson-core",
          "nexusgen-api",
          "nexusgen-graph",
          "nexusgen-engine-onnxruntime");
  private static final List<String> PARTS =
      List.of(
          "nexusgen-weights",
          "nexusgen-image",
          "nexusgen-tokenizer",
          "nexusgen-qwen-vision",
          "nexusgen-backbone-qwen",
          "nexusgen-text-encoders",
          "nexusgen-projectors",
          "nexusgen-flow-match",
          "nexusgen-sampler-token",
          "nexusgen-flux",
          "nexusgen-models",
          "nexusgen-pipeline");

  @TempDir static Path temp;

  private static Shipped shipped;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
  }

  @Test
  @DisplayName(
      "the shipped jars, that of the api among them, and a packed model paint as on a class path")
  void paints() throws Exception {
    Path here = temp.resolve("here.png");
    PaintingActivator.paint(
        only(NexusGenFactory.class), only(ImageFiles.class), shipped.model(), here);

    Path home = shipped.home();
    List<Path> jars = new ArrayList<>();
    jars.add(BareContainer.jar(home.resolve("bundle/1"), "org.apache.felix.configadmin"));
    jars.add(BareContainer.jar(home.resolve("bundle/1"), "org.apache.felix.scr"));
    SERVICES.forEach(name -> jars.add(BareContainer.jar(home.resolve("lib"), name)));
    PARTS.forEach(name -> jars.add(BareContainer.jar(home.resolve("bundle/3"), name)));
    jars.add(packedModel());
    jars.add(BareContainer.painter(temp));

    Path there = temp.resolve("there.png");
    try (BareContainer container = BareContainer.start(temp.resolve("storage"), PACKAGES)) {
      container.run(jars);
      assertThat(container.bundles()).allMatch(one -> one.getState() == Bundle.ACTIVE);
      painter(container).apply(shipped.model().toString(), there.toString());
      assertThat(there).hasSameBinaryContentAs(here);
      painter(container).apply("packed", there.toString());
    }
    assertThat(there).hasSameBinaryContentAs(here);
  }

  private static Path packedModel() {
    Path jar = temp.resolve("packed.jar");
    try (ModelFolder model = only(ModelLibrary.class).open(shipped.model())) {
      return only(ModelPacker.class).pack(model, jar, "packed", "1.0.0").jar();
    }
  }

  @SuppressWarnings("unchecked") // the painter's, by the type of its service
  private static BinaryOperator<String> painter(BareContainer container) {
    BundleContext context = container.framework().getBundleContext();
    return (BinaryOperator<String>)
        context.getService(context.getServiceReference(BinaryOperator.class.getName()));
  }

  private static <S> S only(Class<S> service) {
    return ServiceLoader.load(service).findFirst().orElseThrow();
  }
}
