package org.nexusgen.samples;

import java.lang.reflect.Proxy;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.weights.ModelFolder;

/** A model and an engine for parts that ask for neither. */
final class Nothing {
  private Nothing() {}

  static PartContext context() {
    return new PartContext(stub(ModelFolder.class), stub(Engine.class), SessionSettings.standard());
  }

  private static <T> T stub(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            }));
  }
}
