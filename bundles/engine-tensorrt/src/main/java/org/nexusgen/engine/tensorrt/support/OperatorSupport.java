package org.nexusgen.engine.tensorrt.support;

import java.util.Map;
import java.util.Set;
import org.nexusgen.api.tensor.DType;

/**
 * What a release of TensorRT takes of one operator.
 *
 * @param types element types of its data
 * @param since the ONNX operator set that brought it
 * @param constants operands that must be constants or weights
 * @param absent operands that must be left out
 * @param outputs how many of its outputs there are
 * @param ranks how many axes an operand may have, by operand; others are free
 * @param values what a setting may be, by setting; others are free
 * @param unset settings that must not be there
 */
record OperatorSupport(
    Set<DType> types,
    int since,
    Set<Integer> constants,
    Set<Integer> absent,
    int outputs,
    Map<Integer, Set<Integer>> ranks,
    Map<String, Set<String>> values,
    Set<String> unset) {
  OperatorSupport {
    types = Set.copyOf(types);
    constants = Set.copyOf(constants);
    absent = Set.copyOf(absent);
    ranks = Map.copyOf(ranks);
    values = Map.copyOf(values);
    unset = Set.copyOf(unset);
  }
}
