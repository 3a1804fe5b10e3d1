package org.nexusgen.engine.tensorrt.session;

import java.util.LinkedHashMap;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.nexusgen.engine.tensorrt.process.StoredPlan;

/** The plans of one graph that are on the device, each by its sizes; the longest unused goes. */
final class ReadyPlans {
  private static final float USUAL_LOAD = 0.75f;

  private final int most;
  private final Consumer<Prepared> unload;
  // In order of their last use.
  private final LinkedHashMap<SortedMap<String, Long>, Prepared> plans =
      new LinkedHashMap<>(16, USUAL_LOAD, true);

  ReadyPlans(int most, Consumer<Prepared> unload) {
    this.most = most;
    this.unload = unload;
  }

  /** The plan for these sizes; others wait while it is made. */
  synchronized Prepared get(
      SortedMap<String, Long> sizes, Function<SortedMap<String, Long>, Prepared> prepare) {
    Prepared known = plans.get(sizes);
    if (known != null) {
      return known;
    }
    Prepared made = prepare.apply(sizes);
    plans.put(sizes, made);
    if (plans.size() > most) {
      // A run that is about to use it loads it again.
      unload.accept(plans.pollFirstEntry().getValue());
    }
    return made;
  }

  /** Of a plan that is not on the device, and cannot be loaded. */
  synchronized void forget(StoredPlan gone) {
    plans.values().removeIf(prepared -> prepared.plan().equals(gone));
  }

  synchronized void clear() {
    plans.values().forEach(unload);
    plans.clear();
  }
}
