package org.nexusgen.tokenizer;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** Jinja2's {@code items}: the pairs of a dict. */
@NullUnmarked // the library hands over nulls
final class ItemsFilter implements Filter {
  @Override
  public String getName() {
    return "items";
  }

  @Override
  public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
    return value instanceof Map<?, ?> dict ? PythonMethods.ofDict(dict, "items") : null;
  }
}
