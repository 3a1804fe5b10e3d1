package org.nexusgen.tokenizer;

import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.util.ForLoop;
import java.util.List;
import java.util.Map;
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
  private final BeanELResolver library = new BeanELResolver(true);

  @Override
  public Object getValue(ELContext context, Object base, Object property) {
    if (base == null) {
      return null;
    }
    context.setPropertyResolved(true);
    return switch (base) {
      case Map<?, ?> map -> map.get(property instanceof Long ? property : String.valueOf(property));
      case List<?> list -> element(list, property);
      case String text ->
          element(text.codePoints().mapToObj(Character::toString).toList(), property);
      case ForLoop loop -> library.getValue(context, loop, property);
      default -> null;
    };
  }

  private static Object element(List<?> list, Object property) {
    if (property instanceof Number number) {
      long index = number.longValue() < 0 ? number.longValue() + list.size() : number.longValue();
      return index >= 0 && index < list.size() ? list.get((int) index) : null;
    }
    return null;
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
