package org.nexusgen.parity;

import java.util.ServiceLoader;

/** Services of the class path. */
final class Services {
  private Services() {}

  static <S> S only(Class<S> type) {
    return ServiceLoader.load(type).findFirst().orElseThrow();
  }
}
