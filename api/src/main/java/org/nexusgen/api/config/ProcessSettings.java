package org.nexusgen.api.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;

/**
 * Settings of a part that runs without OSGi: system properties come first, then the environment,
 * then the defaults. In OSGi the same settings come from Configuration Admin.
 *
 * <p>Engines stay on the class path in OSGi, too. Whoever makes them there has read the files and
 * all else already, and {@linkplain #giving gives} them what is in effect.
 */
public final class ProcessSettings {
  private static final ThreadLocal<Map<String, String>> GIVEN = ThreadLocal.withInitial(Map::of);

  private final Function<String, @Nullable String> properties;
  private final Function<String, @Nullable String> environment;

  ProcessSettings(
      Function<String, @Nullable String> properties,
      Function<String, @Nullable String> environment) {
    this.properties = properties;
    this.environment = environment;
  }

  /**
   * The settings of a part in this process.
   *
   * @param type a component property type whose elements are texts, numbers and truth values with
   *     defaults
   * @throws BadInputException if a value is not of its element's type
   */
  public static <A extends Annotation> A of(Class<A> type, String part) {
    return new ProcessSettings(System::getProperty, System::getenv).read(type, part);
  }

  /**
   * Makes something that reads its settings while it is made.
   *
   * @param values in effect, by {@link SettingName#dotted}; they count more than system properties
   */
  public static <T> T giving(Map<String, String> values, Supplier<T> make) {
    Map<String, String> before = GIVEN.get();
    GIVEN.set(Map.copyOf(values));
    try {
      return make.get();
    } finally {
      GIVEN.set(before);
    }
  }

  @SuppressWarnings("ReferenceEquality") // settings are themselves, whatever they say
  <A extends Annotation> A read(Class<A> type, String part) {
    Map<String, Object> values = new HashMap<>();
    for (Method element : type.getDeclaredMethods()) {
      values.put(element.getName(), value(new SettingName(part, element.getName()), element));
    }
    Object settings =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "annotationType" -> type;
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> arguments != null && proxy == arguments[0];
                  case "toString" -> part + values;
                  default -> values.get(method.getName());
                });
    return type.cast(settings);
  }

  private Object value(SettingName name, Method element) {
    String given = GIVEN.get().get(name.dotted());
    if (given != null) {
      return parsed(given, element, "setting " + name);
    }
    String property = properties.apply(name.property());
    String variable = environment.apply(name.variable());
    if (property != null) {
      return parsed(property, element, "system property " + name.property());
    }
    return variable == null
        ? element.getDefaultValue()
        : parsed(variable, element, "environment variable " + name.variable());
  }

  private static Object parsed(String text, Method element, String where) {
    Class<?> type = element.getReturnType();
    try {
      if (type == int.class) {
        return Integer.valueOf(text.strip());
      }
      if (type == long.class) {
        return Long.valueOf(text.strip());
      }
      if (type == double.class) {
        return Double.valueOf(text.strip());
      }
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "%s: got '%s', wants a number (%s)".formatted(where, text, type.getName()), e);
    }
    return type == boolean.class ? (Object) Boolean.valueOf(text.strip()) : text;
  }
}
