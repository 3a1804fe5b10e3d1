package org.nexusgen.api.observe;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Where an event comes from.
 *
 * @param instance the pipeline, by a name that no other pipeline of this JVM has: each {@link
 *     org.nexusgen.api.NexusGen#open} makes a pipeline of its own, each OSGi platform has one
 * @param model the model's name; empty outside of a job
 * @param job {@code understand}, {@code imagine}, {@code generate}, {@code edit}, {@code decode},
 *     {@code encode} or {@code chat}; empty outside of a job
 * @param number of the job among those of its pipeline, from 1; 0 outside of a job
 */
public record Origin(String instance, String model, String job, long number) {
  private static final AtomicLong INSTANCES = new AtomicLong();

  /** A name that no pipeline of this JVM has had. */
  public static String newInstance() {
    return Long.toString(INSTANCES.incrementAndGet());
  }

  /** What a pipeline does outside of any job. */
  public static Origin pipeline(String instance) {
    return new Origin(instance, "", "", 0);
  }

  /** Whether it is a job. */
  public boolean isJob() {
    return number > 0;
  }
}
