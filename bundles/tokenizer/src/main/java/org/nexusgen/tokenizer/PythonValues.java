package org.nexusgen.tokenizer;

import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.util.ForLoop;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jinjava.javax.el.BeanELResolver;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELException;
import jinjava.javax.el.MapELResolver;
import org.jspecify.annotations.NullUnmarked;

/**
 * What the expressions of a template may reach: entries of maps and lists, the fields of {@code
 * loop}, and Python's methods of strings and dicts. Java's own methods and properties are out of
 * reach, whatever the object.
 */
@NullUnmarked // the library hands over nulls
final class PythonValues extends MapELResolver {
  private static final Pattern INDEX = Pattern.compile("-?\\d{1,9}");

  private static final Set<String> LOOP_FIELDS =
      Set.of("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth");

  private final BeanELResolver library = new BeanELResolver(true);

  @Override
  public Object getValue(ELContext context, Object base, Object property) {
    if (base == null) {
      return null;
    }
    context.setPropertyResolved(true);
    return switch (base) {
      case Map<?, ?> map -> map.get(String.valueOf(property));
      case List<?> list -> element(list, property);
      case String text ->
          element(text.codePoints().mapToObj(Character::toString).toList(), property);
      case ForLoop loop ->
          LOOP_FIELDS.contains(String.valueOf(property))
              ? library.getValue(context, loop, property)
              : null;
      default -> null;
    };
  }

  /** The library hands over indices as text. */
  private static Object element(List<?> list, Object property) {
    String text = String.valueOf(property);
    if (!INDEX.matcher(text).matches()) {
      return null;
    }
    int index = Integer.parseInt(text);
    int place = index < 0 ? index + list.size() : index;
    return place >= 0 && place < list.size() ? list.get(place) : null;
  }

  @Override
  public Object invoke(
      ELContext context, Object base, Object method, Class<?>[] types, Object[] arguments) {
    if (base == null) {
      throw new ELException("no value, so no method '" + method + "'");
    }
    Object result =
        switch (base) {
          case String text -> PythonMethods.ofString(text, String.valueOf(method), arguments);
          case Map<?, ?> map -> PythonMethods.ofDict(map, String.valueOf(method), arguments);
          // How the library itself calls filters and tests.
          case Filter filter -> library.invoke(context, filter, method, types, arguments);
          case ExpTest test -> library.invoke(context, test, method, types, arguments);
          default -> throw new ELException("no method '" + method + "'");
        };
    context.setPropertyResolved(true);
    return result;
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {
    throw new ELException("templates cannot change what they are given");
  }

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }
}
