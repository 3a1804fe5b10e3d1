package org.nexusgen.weights.torch;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.weights.store.Shown;
import org.nexusgen.weights.torch.Pickled.ElementType;
import org.nexusgen.weights.torch.Pickled.Function;
import org.nexusgen.weights.torch.Pickled.StorageClass;

/** The closed list of Python names that a checkpoint's pickle may mention. */
final class Globals {
  private static final Map<String, Pickled> ALLOWED =
      Map.ofEntries(
          Map.entry("torch._utils._rebuild_tensor_v2", Function.REBUILD_TENSOR_2),
          Map.entry("torch._utils._rebuild_tensor_v3", Function.REBUILD_TENSOR_3),
          Map.entry("torch._utils._rebuild_parameter", Function.REBUILD_PARAMETER),
          Map.entry("collections.OrderedDict", Function.ORDERED_DICT),
          storage("Double", DType.F64),
          storage("Float", DType.F32),
          storage("Half", DType.F16),
          storage("BFloat16", DType.BF16),
          storage("Float8_e4m3fn", DType.F8E4M3),
          storage("Long", DType.I64),
          storage("Int", DType.I32),
          storage("Short", DType.I16),
          storage("Char", DType.I8),
          storage("Byte", DType.U8),
          storage("Bool", DType.BOOL),
          Map.entry("torch.storage.UntypedStorage", new StorageClass(Optional.empty())),
          type("float64", DType.F64),
          type("float32", DType.F32),
          type("float16", DType.F16),
          type("bfloat16", DType.BF16),
          type("float8_e4m3fn", DType.F8E4M3),
          type("int64", DType.I64),
          type("int32", DType.I32),
          type("int16", DType.I16),
          type("int8", DType.I8),
          type("uint8", DType.U8),
          type("bool", DType.BOOL));

  private Globals() {}

  private static Map.Entry<String, Pickled> storage(String name, DType type) {
    return Map.entry("torch." + name + "Storage", new StorageClass(Optional.of(type)));
  }

  private static Map.Entry<String, Pickled> type(String name, DType type) {
    return Map.entry("torch." + name, new ElementType(type));
  }

  static Pickled find(String module, String name) throws MalformedPickle {
    @Nullable Pickled global = ALLOWED.get(module + "." + name);
    // A dot inside the name would reach attributes, as protocol 4 allows.
    if (global == null || name.indexOf('.') >= 0) {
      throw new MalformedPickle(
          "names the Python object %s, which no checkpoint of plain tensors needs; it was not loaded"
              .formatted(Shown.quoted(module + "." + name)));
    }
    return global;
  }
}
