package org.nexusgen.weights.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.weights.torch.Pickled.Constant;
import org.nexusgen.weights.torch.Pickled.Dictionary;
import org.nexusgen.weights.torch.Pickled.ElementType;
import org.nexusgen.weights.torch.Pickled.Function;
import org.nexusgen.weights.torch.Pickled.Storage;
import org.nexusgen.weights.torch.Pickled.StorageClass;
import org.nexusgen.weights.torch.Pickled.Text;
import org.nexusgen.weights.torch.Pickled.Tuple;
import org.nexusgen.weights.torch.Pickled.View;
import org.nexusgen.weights.torch.Pickled.Whole;

/** What the allowed functions of a pickle give, and its references to storages. */
final class Rebuild {
  /** storage, offset, size, stride, requires_grad, backward_hooks. */
  private static final int TENSOR_ARGUMENTS = 6;

  private Rebuild() {}

  static Pickled call(Function function, List<Pickled> arguments) throws MalformedPickle {
    return switch (function) {
      case ORDERED_DICT -> orderedDict(arguments);
      case REBUILD_PARAMETER -> parameter(arguments);
      case REBUILD_TENSOR_2 -> {
        checkCount(arguments, TENSOR_ARGUMENTS);
        yield view(arguments, Optional.empty());
      }
      case REBUILD_TENSOR_3 -> {
        checkCount(arguments, TENSOR_ARGUMENTS + 1);
        if (!(arguments.get(TENSOR_ARGUMENTS) instanceof ElementType type)) {
          throw malformed("a tensor's element type");
        }
        yield view(arguments, Optional.of(type.dtype()));
      }
    };
  }

  /** A persistent id: ('storage', class, key, device, count). */
  static Pickled storage(Pickled id) throws MalformedPickle {
    if (id instanceof Tuple tuple
        && tuple.items().size() == 5
        && tuple.items().get(0) instanceof Text tag
        && tag.value().equals("storage")
        && tuple.items().get(1) instanceof StorageClass type
        && tuple.items().get(2) instanceof Text key
        && tuple.items().get(3) instanceof Text
        && tuple.items().get(4) instanceof Whole count
        && count.value() >= 0) {
      return new Storage(type.dtype(), key.value(), count.value());
    }
    throw malformed("a reference to a storage");
  }

  private static Pickled orderedDict(List<Pickled> arguments) throws MalformedPickle {
    if (!arguments.isEmpty()) {
      throw malformed("an OrderedDict");
    }
    return new Dictionary(new LinkedHashMap<>());
  }

  /** torch.nn.Parameter(tensor, requires_grad, backward_hooks). */
  private static Pickled parameter(List<Pickled> arguments) throws MalformedPickle {
    if (arguments.size() != 3 || !(arguments.get(0) instanceof View view)) {
      throw malformed("a parameter");
    }
    return view;
  }

  // One more argument may follow: metadata, such as the flag of a lazily negated tensor.
  private static void checkCount(List<Pickled> arguments, int count) throws MalformedPickle {
    boolean plain =
        arguments.size() == count
            || (arguments.size() == count + 1 && arguments.get(count) == Constant.NONE);
    if (!plain) {
      throw malformed("a tensor");
    }
  }

  private static Pickled view(List<Pickled> arguments, Optional<DType> given)
      throws MalformedPickle {
    if (arguments.get(0) instanceof Storage storage
        && arguments.get(1) instanceof Whole offset
        && arguments.get(2) instanceof Tuple dims
        && arguments.get(3) instanceof Tuple strides
        && storage.dtype().isPresent() != given.isPresent()) {
      DType type = given.or(storage::dtype).orElseThrow();
      return new View(storage, type, offset.value(), numbers(dims), numbers(strides));
    }
    throw malformed("a tensor");
  }

  private static List<Long> numbers(Tuple tuple) throws MalformedPickle {
    List<Long> numbers = new ArrayList<>();
    for (Pickled item : tuple.items()) {
      if (!(item instanceof Whole number)) {
        throw malformed("a tensor's shape");
      }
      numbers.add(number.value());
    }
    return List.copyOf(numbers);
  }

  private static MalformedPickle malformed(String what) {
    return new MalformedPickle("describes %s in a way that torch.save does not".formatted(what));
  }
}
