package org.nexusgen.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a bundle offers for one box of the figure: it makes that part for a model. Each part's
 * interface has a nested {@code Provider} that extends this one, so that services are found by
 * type. A provider is stateless and thread-safe; the part that it opens belongs to the caller.
 *
 * @param <P> the part's interface
 */
@ConsumerType
public interface PartProvider<P> {
  /** The name by which configuration and requests choose, such as {@code flux}. */
  String name();

  /**
   * Makes the part.
   *
   * @throws BadInputException if the model folder lacks what the part needs or contradicts itself
   */
  P open(PartContext context);

  /**
   * Where it stands among the providers of its box: a request that names none gets the highest, of
   * equals the one that came first. In OSGi the property {@code service.ranking} overrules it.
   */
  default int ranking() {
    return 0;
  }

  /** Version of the bundle, for results and listings. */
  default String version() {
    String version = getClass().getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }
}
