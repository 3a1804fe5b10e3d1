package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.ImaginingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.Language;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

@DisplayName("While pictures are painted on several threads,")
class SwapIT {
  private static final int THREADS = 4;
  private static final int SWAPS = 10;
  private static final List<String> SWAPPED =
      List.of("nexusgen-flux", "nexusgen-qwen-vision", "nexusgen-backbone-qwen");

  @TempDir static Path temp;

  private static Shipped shipped;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
  }

  @Test
  @DisplayName("bundles of the parts at work stop and start, and no picture fails")
  void partsComeAndGo() throws BundleException, InterruptedException {
    Installation installation = new Installation(shipped.home());
    try (Platform platform = Platform.start(installation, temp.resolve("storage"));
        NexusGen nexusGen =
            platform.service(NexusGenFactory.class).open(NexusGenConfig.of(shipped.model()))) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger pictures = new AtomicInteger();
      Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
      List<Thread> painters = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        painters.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (!stop.get() && failures.isEmpty()) {
                        try {
                          paint(nexusGen);
                          pictures.incrementAndGet();
                        } catch (RuntimeException | Error e) {
                          failures.add(e);
                        }
                      }
                    }));
      }
      for (int swap = 0; swap < SWAPS && failures.isEmpty(); swap++) {
        for (String name : SWAPPED) {
          Bundle bundle = bundle(platform, name);
          bundle.stop();
          bundle.start();
        }
      }
      stop.set(true);
      for (Thread painter : painters) {
        painter.join();
      }
      assertThat(failures).isEmpty();
      assertThat(pictures.get()).isPositive();
    }
  }

  private static void paint(NexusGen nexusGen) {
    DecodeOptions model = DecodeOptions.model();
    DecodeOptions quick =
        new DecodeOptions(
            model.width(),
            model.height(),
            OptionalInt.of(2),
            model.cfgScale(),
            model.guidance(),
            model.seed(),
            model.negativePrompt(),
            model.sampler(),
            model.decoder(),
            model.decoderPart(),
            model.inputImage(),
            model.strength(),
            model.teaCache(),
            model.tiling(),
            1);
    nexusGen.generate(
        new PaintingRequest(
            new ImaginingRequest(
                List.of(), "three green triangles", Language.EN, false, TokenOptions.model()),
            quick),
        JobListener.silent(),
        new Cancellation());
  }

  private static Bundle bundle(Platform platform, String name) {
    return Arrays.stream(platform.context().getBundles())
        .filter(one -> name.equals(one.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }
}
