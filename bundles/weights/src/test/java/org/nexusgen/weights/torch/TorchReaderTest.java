package org.nexusgen.weights.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.weights.store.TensorBytes;
import org.nexusgen.weights.store.TensorSource;
import org.nexusgen.weights.store.TensorSource.Computed;
import org.nexusgen.weights.store.TensorSource.Stored;

@DisplayName("The reader of PyTorch files")
class TorchReaderTest {
  @TempDir Path folder;

  /** 0, 1, … 5 as float32. */
  private static final byte[] SIX = floats(0, 1, 2, 3, 4, 5);

  @Test
  @DisplayName("finds a tensor's bytes in place")
  void inPlace() throws IOException {
    Stored stored = (Stored) one(tensor(0, new long[] {2, 3}, 3, 1));
    assertThat(stored.shape()).isEqualTo(Shape.of(2, 3));
    byte[] file = Files.readAllBytes(stored.file());
    assertThat(Arrays.copyOfRange(file, (int) stored.offset(), (int) stored.offset() + 24))
        .isEqualTo(SIX);
  }

  @Test
  @DisplayName("honours the offset into a storage")
  void offset() throws IOException {
    assertThat(values(tensor(2, new long[] {2, 2}, 2, 1))).containsExactly(2, 3, 4, 5);
  }

  @Test
  @DisplayName("copies a transposed tensor into row order")
  void transposed() throws IOException {
    TestPickle pickle = tensor(0, new long[] {3, 2}, 1, 3);
    assertThat(one(pickle)).isInstanceOf(Computed.class);
    assertThat(values(pickle)).containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  @DisplayName("copies columns, and three permuted axes")
  void strided() throws IOException {
    assertThat(values(tensor(1, new long[] {2, 2}, 3, 1))).containsExactly(1, 2, 4, 5);
    assertThat(values(tensor(0, new long[] {3}, 2))).containsExactly(0, 2, 4);
    assertThat(values(tensor(0, new long[] {3, 1, 2}, 1, 9, 3))).containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  @DisplayName("does not mind the stride of an axis of one")
  void strideOfOne() throws IOException {
    assertThat(one(tensor(0, new long[] {1, 6, 1}, 77, 1, 99))).isInstanceOf(Stored.class);
  }

  @Test
  @DisplayName("takes scalars and empty tensors")
  void scalars() throws IOException {
    assertThat(values(tensor(4, new long[] {}))).containsExactly(4);
    assertThat(values(tensor(6, new long[] {0, 3}, 3, 1))).isEmpty();
    assertThat(values(tensor(0, new long[] {3, 0}, 7, 9))).isEmpty();
  }

  @Test
  @DisplayName("lets tensors share a storage")
  void shared() throws IOException {
    byte[] pickle =
        TestPickle.start()
            .op('}')
            .op('(')
            .text("a")
            .tensor("FloatStorage", "0", 6, 0, new long[] {3}, 1)
            .text("b")
            .tensor("FloatStorage", "0", 6, 3, new long[] {3}, 1)
            .op('u')
            .end();
    Map<String, TensorSource> tensors = open(TestZip.torch(pickle, SIX));
    assertThat(tensors.keySet()).containsExactly("a", "b");
    assertThat(read(tensors, "b")).containsExactly(3, 4, 5);
  }

  @Test
  @DisplayName("takes a module's state_dict with its version numbers")
  void stateDict() throws IOException {
    TestPickle version = TestPickle.value().op('}').text("version").number(1).op('s');
    byte[] pickle =
        TestPickle.start()
            .orderedDict()
            .raw('q', 0)
            .op('(')
            .text("weight")
            .floats("0", 6)
            .op('u')
            .op('}')
            .text("_metadata")
            .orderedDict()
            .text("")
            .add(version)
            .raw('s', 's', 'b')
            .end();
    assertThat(open(TestZip.torch(pickle, SIX))).containsOnlyKeys("weight");
  }

  @Test
  @DisplayName("takes parameters")
  void parameters() throws IOException {
    TestPickle parameter =
        TestPickle.value()
            .global("torch._utils", "_rebuild_parameter")
            .floats("0", 6)
            .raw(0x88)
            .orderedDict()
            .raw(0x87, 'R');
    assertThat(values(parameter)).hasSize(6);
  }

  @Test
  @DisplayName("takes pickle protocol 4 with frames, memo and stacked names")
  void protocol4() throws IOException {
    TestPickle storage =
        TestPickle.value()
            .op('(')
            .raw(0x8c, 7)
            .add(ascii("storage"))
            .raw(0x94, 0x8c, 5)
            .add(ascii("torch"))
            .raw(0x8c, 12)
            .add(ascii("FloatStorage"))
            .raw(0x93, 0x8c, 1, '0', 0x8c, 3)
            .add(ascii("cpu"))
            .raw('K', 6, 't', 'Q');
    TestPickle pickle =
        TestPickle.value()
            .raw(0x80, 4, 0x95, 9, 9, 0, 0, 0, 0, 0, 0)
            .raw('}', 0x94, 0x8c, 1, 'x')
            .global("torch._utils", "_rebuild_tensor_v2")
            .op('(')
            .add(storage)
            .raw('K', 0, 'M', 6, 0, 0x85, 0x8a, 1, 1, 0x85, 0x89)
            .orderedDict()
            .raw('t', 'R', 's');
    Map<String, TensorSource> tensors = open(TestZip.torch(pickle.end(), SIX));
    assertThat(read(tensors, "x")).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  @DisplayName("knows the storages of each element type")
  void types() throws IOException {
    Map<String, DType> storages =
        Map.ofEntries(
            Map.entry("DoubleStorage", DType.F64),
            Map.entry("FloatStorage", DType.F32),
            Map.entry("HalfStorage", DType.F16),
            Map.entry("BFloat16Storage", DType.BF16),
            Map.entry("Float8_e4m3fnStorage", DType.F8E4M3),
            Map.entry("LongStorage", DType.I64),
            Map.entry("IntStorage", DType.I32),
            Map.entry("ShortStorage", DType.I16),
            Map.entry("CharStorage", DType.I8),
            Map.entry("ByteStorage", DType.U8),
            Map.entry("BoolStorage", DType.BOOL));
    assertThat(storages).hasSameSizeAs(DType.values());
    for (Map.Entry<String, DType> storage : storages.entrySet()) {
      int width = storage.getValue().bytes();
      TestPickle tensor = TestPickle.value().tensor(storage.getKey(), "0", 4, 0, new long[] {4}, 1);
      TensorSource source =
          open(TestZip.torch(TestPickle.holding(tensor), new byte[4 * width])).get("x");
      assertThat(source).isInstanceOf(Stored.class);
      assertThat(source.dtype()).isEqualTo(storage.getValue());
    }
  }

  @Test
  @DisplayName("takes float8 as torch.save writes it, over untyped bytes")
  void float8() throws IOException {
    TestPickle tensor = TestPickle.value().tensor3("float8_e4m3fn", "0", 2, 2, 1);
    Map<String, TensorSource> tensors =
        open(TestZip.torch(TestPickle.holding(tensor), new byte[] {0x38, 0x7e}));
    assertThat(tensors.get("x").dtype()).isEqualTo(DType.F8E4M3);
    assertThat(read(tensors, "x")).containsExactly(1, 448);
  }

  @Test
  @DisplayName("looks inside a trainer's state_dict")
  void wrapper() throws IOException {
    for (String name : new String[] {"state_dict", "module"}) {
      byte[] pickle =
          TestPickle.start()
              .raw('}', '(')
              .text("epoch")
              .number(3)
              .text(name)
              .op('}')
              .text("w")
              .floats("0", 6)
              .op('s')
              .op('u')
              .end();
      assertThat(open(TestZip.torch(pickle, SIX))).containsOnlyKeys("w");
    }
  }

  @Test
  @DisplayName("takes zip64, a comment, no padding, and no note of the byte order")
  void zipForms() throws IOException {
    byte[] pickle = TestPickle.holding(TestPickle.value().floats("0", 6));
    assertThat(read(open(TestZip.torch(pickle, SIX).zip64()), "x")).hasSize(6);
    assertThat(read(open(TestZip.torch(pickle, SIX).comment("PK\5\6 said he")), "x")).hasSize(6);
    assertThat(read(open(TestZip.torch(pickle, SIX).unpadded()), "x")).endsWith(5);
    TestZip bare = new TestZip().add("m/data.pkl", pickle).add("m/data/0", SIX);
    assertThat(read(open(bare), "x")).endsWith(5);
  }

  private static TestPickle tensor(long offset, long[] dims, long... strides) {
    return TestPickle.value().tensor("FloatStorage", "0", 6, offset, dims, strides);
  }

  private static TestPickle ascii(String text) {
    return TestPickle.value().raw(text.chars().toArray());
  }

  private TensorSource one(TestPickle tensor) throws IOException {
    TensorSource source = open(TestZip.torch(TestPickle.holding(tensor), SIX)).get("x");
    assertThat(source).isNotNull();
    return source;
  }

  private float[] values(TestPickle tensor) throws IOException {
    return TensorBytes.read("x", one(tensor)).floats();
  }

  private static float[] read(Map<String, TensorSource> tensors, String name) {
    TensorSource source = tensors.get(name);
    assertThat(source).as(name).isNotNull();
    return TensorBytes.read(name, source).floats();
  }

  private Map<String, TensorSource> open(TestZip zip) throws IOException {
    return TorchReader.open(Files.write(folder.resolve("decoder.bin"), zip.bytes())).tensors();
  }

  static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
