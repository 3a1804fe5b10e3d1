package org.nexusgen.data.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.data.unified.PlacedSample;
import org.nexusgen.data.unified.SampleReader;

/** Walks over datasets. */
final class Samples {
  private Samples() {}

  static void forEach(Path path, Consumer<PlacedSample> use) {
    try (SampleReader reader = new SampleReader(path)) {
      for (Optional<PlacedSample> sample = reader.next();
          sample.isPresent();
          sample = reader.next()) {
        stopIfInterrupted();
        use.accept(sample.get());
      }
    }
  }

  /** Ends the command, whose unfinished files vanish. */
  static void stopIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new NexusGenException("cancelled; nothing was written");
    }
  }
}
