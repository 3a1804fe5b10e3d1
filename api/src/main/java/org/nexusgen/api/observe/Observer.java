package org.nexusgen.api.observe;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears what a pipeline does. As a service (of OSGi or the service loader) it hears every job of
 * every model and each swap of a part; given to {@link
 * org.nexusgen.api.NexusGenConfig#withObservers}, the jobs of that model alone.
 *
 * <p>It is called on the thread that does the work, while the work waits: whoever needs long hands
 * the event over. Several threads may call at once. What it throws is logged, and the job goes on.
 */
@ConsumerType
@FunctionalInterface
public interface Observer {
  /**
   * Something happened.
   *
   * @param origin whose it is
   * @param event what
   */
  void observe(Origin origin, Event event);
}
