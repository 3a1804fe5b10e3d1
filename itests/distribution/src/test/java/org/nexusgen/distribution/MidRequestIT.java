package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory.Swaps;
import org.nexusgen.api.Painting;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.distribution.part.GatedDecoders;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

@DisplayName("While a request is under way,")
class MidRequestIT {
  @TempDir static Path temp;

  private static Shipped shipped;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final GatedDecoders decoders = new GatedDecoders("gated");
  private InstantPlatform instant;
  private NexusGen nexusGen;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
  }

  @BeforeEach
  void start() throws IOException, BundleException {
    instant = new InstantPlatform(shipped, temp.resolve("platform-" + System.nanoTime()));
    nexusGen = instant.factory().open(NexusGenConfig.of(shipped.model()));
  }

  @AfterEach
  void stop() {
    decoders.open();
    nexusGen.close();
    instant.close();
    threads.shutdownNow();
  }

  @Test
  @DisplayName("a changed setting waits for the next request")
  void changedSetting() throws Exception {
    register(decoders, 0);
    Future<Painting> first = begin("gated");
    decoders.awaitCall();
    instant.configure("heun", 2);
    decoders.open();
    assertThat(part(first.get(), "sampler")).isEqualTo("euler");
    assertThat(part(begin("gated").get(), "sampler")).isEqualTo("heun");
  }

  @Test
  @DisplayName("its part can be taken away: it leaves when the request is done")
  void takenAway() throws Exception {
    ServiceRegistration<?> registration = register(decoders, 0);
    Future<Painting> painting = begin("gated");
    decoders.awaitCall();
    Thread leaving = Thread.ofPlatform().start(registration::unregister);
    while (leaving.isAlive() && leaving.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(leaving.isAlive()).as("waits for the request").isTrue();
    assertThat(decoders.isClosed()).as("closed under the request").isFalse();
    decoders.open();
    assertThat(part(painting.get(), "decoder")).isEqualTo("gated");
    leaving.join();
    assertThat(decoders.isClosed()).isTrue();
    assertThat(swaps().abandoned()).isZero();
  }

  @Test
  @DisplayName("a part that never returns is given up after the configured time, and counted")
  void neverReturns() throws Exception {
    instant.drainSeconds(1);
    ServiceRegistration<?> registration = register(decoders, 0);
    Future<Painting> painting = begin("gated");
    decoders.awaitCall();
    registration.unregister();
    assertThat(painting.isDone()).isFalse();
    assertThat(swaps().abandoned()).isEqualTo(1);
    assertThat(part(begin(InstantPlatform.NAME).get(), "decoder")).isEqualTo("instant");
  }

  @Test
  @DisplayName("of two parts with equal rank the one that came first works, then the other")
  void equalRank() throws Exception {
    GatedDecoders other = new GatedDecoders("other");
    decoders.open();
    other.open();
    ServiceRegistration<?> first = register(decoders, 5000);
    register(other, 5000);
    for (int i = 0; i < 3; i++) {
      assertThat(part(begin("").get(), "decoder")).isEqualTo("gated");
    }
    first.unregister();
    assertThat(part(begin("").get(), "decoder")).isEqualTo("other");
  }

  private ServiceRegistration<?> register(GatedDecoders provider, int ranking) {
    return instant
        .platform()
        .context()
        .registerService(
            VisionDecoder.Provider.class,
            provider,
            FrameworkUtil.asDictionary(Map.of("service.ranking", ranking)));
  }

  private Future<Painting> begin(String decoder) {
    Optional<String> name = decoder.isEmpty() ? Optional.empty() : Optional.of(decoder);
    return threads.submit(() -> InstantPlatform.decode(nexusGen, name));
  }

  private Swaps swaps() {
    List<Swaps> all = instant.factory().swaps();
    return all.stream().filter(one -> one.box().equals("decoder")).findFirst().orElseThrow();
  }

  private static String part(Painting painting, String box) {
    return String.valueOf(painting.report().parts().get(box)).replaceFirst(" .*", "");
  }
}
