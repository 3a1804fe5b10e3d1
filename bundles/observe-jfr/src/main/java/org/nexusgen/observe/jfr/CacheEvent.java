package org.nexusgen.observe.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A question to a cache. */
@Name("org.nexusgen.Cache")
@Label("Cache")
@Description("A cache was asked")
final class CacheEvent extends NexusGenEvent {
  @Label("Cache")
  String cache = "";

  @Label("Hit")
  @Description("Whether it had the answer")
  boolean hit;
}
