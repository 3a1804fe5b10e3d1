package org.nexusgen.tensorrt;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.engine.tensorrt.TensorrtEngine;

/** A program with an engine that is in use, until somebody kills it. */
public final class Host {
  private Host() {}

  public static void main(String... arguments) throws InterruptedException {
    TensorrtEngine engine = StandIn.engine(Path.of(arguments[0]), Map.of());
    GraphSession session = Sums.open(engine, "orphan");
    System.out.println(Sums.last(session, Sums.vector(2, 1), Sums.vector(2, 2)));
    TimeUnit.HOURS.sleep(1);
  }
}
