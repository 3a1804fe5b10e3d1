package org.nexusgen.tokenizer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaNodePreProcessor;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.Context.Library;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.lib.Importable;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.loader.ResourceNotFoundException;
import com.hubspot.jinjava.tree.Node;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;

/**
 * Jinjava as a closed box: only the tags, filters and functions of chat templates are there, values
 * are plain data, no file is read, and every rendering is bounded.
 */
final class TemplateBox {
  /** Nodes of the template that one rendering may visit: hundreds per turn are usual. */
  private static final int MAX_NODES = 1_000_000;

  /** Characters of output, and of any string on the way. */
  static final int MAX_OUTPUT = 4 * NativeTokenizer.MAX_CHARACTERS;

  /** Entries of any list, map or range that a template makes. */
  private static final int MAX_ENTRIES = 100_000;

  private static final int MAX_DEPTH = 20;

  private final Jinjava engine;
  private final Map<Library, Set<String>> disabled;

  TemplateBox() {
    engine = new Jinjava(config(Map.of()));
    engine.setResourceLocator(
        (name, encoding, interpreter) -> {
          throw new ResourceNotFoundException("chat templates cannot include '" + name + "'");
        });
    engine.registerFunction(new ELFunctionDefinition("", "raise_exception", refusal()));
    engine.registerFilter(new JsonFilter());
    engine.registerFilter(new ItemsFilter());
    Context context = engine.getGlobalContext();
    disabled =
        Map.of(
            Library.TAG, others(context.getAllTags(), TemplateWords.TAGS),
            Library.FILTER, others(context.getAllFilters(), TemplateWords.FILTERS),
            Library.FUNCTION, others(context.getAllFunctions(), TemplateWords.FUNCTIONS));
  }

  RenderResult render(String template, Map<String, ?> bindings) {
    return engine.renderForResult(template, bindings, config(disabled));
  }

  private static Set<String> others(Collection<? extends Importable> all, Set<String> allowed) {
    return all.stream()
        .map(Importable::getName)
        .filter(name -> !allowed.contains(name.startsWith(":") ? name.substring(1) : name))
        .filter(name -> !(name.startsWith("end") && allowed.contains(name.substring(3))))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Method refusal() {
    try {
      Method method = TemplateBox.class.getDeclaredMethod("refuse", String.class);
      method.setAccessible(true); // Jinjava calls it from a module that cannot see this package
      return method;
    } catch (NoSuchMethodException e) {
      throw new LinkageError("raise_exception", e);
    }
  }

  /** What {@code raise_exception} does. */
  @SuppressWarnings("DoNotCallSuggester") // templates call it
  static String refuse(String reason) {
    throw new BadInputException("the chat template refuses the conversation: " + reason);
  }

  private static JinjavaConfig config(Map<Library, Set<String>> disabled) {
    return JinjavaConfig.newBuilder()
        .withLocale(Locale.ROOT)
        .withKeepTrailingNewline(true)
        .withNestedInterpretationEnabled(false) // text of users is never read as a template
        .withInterperterFactory(new PythonInterpreter.Factory())
        .withElResolver(new PythonValues())
        .withMaxOutputSize(MAX_OUTPUT)
        .withMaxStringLength(MAX_OUTPUT)
        .withMaxListSize(MAX_ENTRIES)
        .withMaxMapSize(MAX_ENTRIES)
        .withRangeLimit(MAX_ENTRIES)
        .withMaxRenderDepth(MAX_DEPTH)
        .withEnableRecursiveMacroCalls(false)
        .withMaxMacroRecursionDepth(MAX_DEPTH)
        .withDisabled(disabled)
        .withLegacyOverrides(
            LegacyOverrides.Builder.from(LegacyOverrides.ALL)
                .withUseSnakeCasePropertyNaming(false)
                .build())
        .withProcessors(
            JinjavaProcessors.newBuilder().withNodePreProcessor(new Budget()::visit).build())
        .build();
  }

  /** Counts the nodes that one rendering visits. */
  private static final class Budget {
    private final JinjavaNodePreProcessor usual = new JinjavaNodePreProcessor();
    private int nodes;

    void visit(Node node, JinjavaInterpreter interpreter) {
      if (++nodes > MAX_NODES) {
        throw new BadInputException("the chat template does not come to an end");
      }
      usual.accept(node, interpreter);
    }
  }
}
