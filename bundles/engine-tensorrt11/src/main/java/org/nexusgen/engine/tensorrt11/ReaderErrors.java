package org.nexusgen.engine.tensorrt11;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.tensorrt.nvonnxparser.IParserError;

/** What the reader of ONNX files did not like. */
final class ReaderErrors {
  private ReaderErrors() {}

  static String of(int count, IntFunction<IParserError> errors) {
    return IntStream.range(0, count)
        .mapToObj(i -> errors.apply(i).desc())
        .collect(Collectors.joining("; "));
  }
}
