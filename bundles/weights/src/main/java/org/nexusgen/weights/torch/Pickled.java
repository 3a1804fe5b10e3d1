package org.nexusgen.weights.torch;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.tensor.DType;

/** The values that a checkpoint's pickle may hold; there are no others. */
sealed interface Pickled {
  /** For messages. Values themselves are never printed: they may be nested without end. */
  String kind();

  /** Python's None, True, False. */
  enum Constant implements Pickled {
    NONE,
    TRUE,
    FALSE;

    @Override
    public String kind() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record Text(String value) implements Pickled {
    @Override
    public String kind() {
      return "a string";
    }
  }

  record Whole(long value) implements Pickled {
    @Override
    public String kind() {
      return "a number";
    }
  }

  record Real(double value) implements Pickled {
    @Override
    public String kind() {
      return "a number";
    }
  }

  record Tuple(List<Pickled> items) implements Pickled {
    @Override
    public String kind() {
      return "a tuple";
    }
  }

  /** A dict or OrderedDict; filled while the pickle is read. */
  record Dictionary(Map<String, Pickled> items) implements Pickled {
    @Override
    public String kind() {
      return "a dictionary";
    }
  }

  /** What a pickle may call. */
  enum Function implements Pickled {
    /** torch._utils._rebuild_tensor_v2: the element type is the storage's. */
    REBUILD_TENSOR_2,
    /** torch._utils._rebuild_tensor_v3: an untyped storage and an element type. */
    REBUILD_TENSOR_3,
    REBUILD_PARAMETER,
    ORDERED_DICT;

    @Override
    public String kind() {
      return "a function";
    }
  }

  /** A torch storage class; UntypedStorage has no element type. */
  record StorageClass(Optional<DType> dtype) implements Pickled {
    @Override
    public String kind() {
      return "a storage class";
    }
  }

  /** Such as {@code torch.float8_e4m3fn}. */
  record ElementType(DType dtype) implements Pickled {
    @Override
    public String kind() {
      return "an element type";
    }
  }

  /**
   * A file of raw values.
   *
   * @param dtype empty for an untyped storage
   * @param key name of the file
   * @param count of elements; of bytes if it is untyped
   */
  record Storage(Optional<DType> dtype, String key, long count) implements Pickled {
    @Override
    public String kind() {
      return "a storage";
    }
  }

  /** A view of a storage, nothing checked yet; offset and strides count elements. */
  record View(Storage storage, DType dtype, long offset, List<Long> dims, List<Long> strides)
      implements Pickled {
    @Override
    public String kind() {
      return "a tensor";
    }
  }
}
