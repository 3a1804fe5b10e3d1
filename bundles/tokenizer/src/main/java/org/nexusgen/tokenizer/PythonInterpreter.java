package org.nexusgen.tokenizer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.InterpreterFactory;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import org.jspecify.annotations.NullUnmarked;

/** Prints values as Python does. */
@NullUnmarked // the library hands over nulls
final class PythonInterpreter extends JinjavaInterpreter {
  private PythonInterpreter(Jinjava engine, Context context, JinjavaConfig config) {
    super(engine, context, config);
  }

  private PythonInterpreter(JinjavaInterpreter other) {
    super(other);
  }

  @Override
  public String getAsString(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    return super.getAsString(value);
  }

  /** Makes interpreters of this kind. */
  static final class Factory implements InterpreterFactory {
    @Override
    public JinjavaInterpreter newInstance(JinjavaInterpreter other) {
      return new PythonInterpreter(other);
    }

    @Override
    public JinjavaInterpreter newInstance(Jinjava engine, Context context, JinjavaConfig config) {
      return new PythonInterpreter(engine, context, config);
    }
  }
}
