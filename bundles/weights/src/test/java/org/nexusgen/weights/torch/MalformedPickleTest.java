package org.nexusgen.weights.torch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.weights.torch.TestPickle.holding;
import static org.nexusgen.weights.torch.TestPickle.start;
import static org.nexusgen.weights.torch.TestPickle.value;
import static org.nexusgen.weights.torch.TestZip.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.BadInputException;

@DisplayName("A PyTorch file is refused whose pickle")
class MalformedPickleTest {
  private static final byte[] SIX = new byte[24];

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isRefused(String title, byte[] bytes, String fragment) throws IOException {
    Path file = Files.write(folder.resolve("decoder.bin"), bytes);
    assertThatThrownBy(() -> TorchReader.open(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("decoder.bin")
        .hasMessageContaining(fragment)
        .message()
        .doesNotContain("\n");
  }

  static Stream<Arguments> cases() {
    return Stream.of(hostilePickles(), brokenPickles(), unexpectedValues(), tensorCases())
        .flatMap(c -> c);
  }

  private static Stream<Arguments> hostilePickles() {
    return Stream.of(
        pickle(
            "that would run a command",
            value().global("os", "system").text("id").raw(0x85, 'R'),
            "'os.system'"),
        pickle(
            "that would run a command by its other name",
            value().global("posix", "system"),
            "'posix.system'"),
        pickle("that would evaluate Python", value().global("builtins", "eval"), "'builtins.eval'"),
        pickle(
            "that would evaluate by protocol 4",
            value().text("builtins").text("exec").raw(0x93),
            "'builtins.exec'"),
        pickle(
            "that would load another pickle",
            value().global("torch.storage", "_load_from_bytes"),
            "_load_from_bytes"),
        pickle(
            "that would import by attribute",
            value().text("torch").text("FloatStorage.__class__").raw(0x93),
            "FloatStorage.__class__"),
        pickle(
            "that names a dotted module trick",
            value().global("torch._utils._rebuild_tensor_v2", ""),
            "'torch._utils._rebuild_tensor_v2.'"),
        pickle(
            "that moves the dot in a name",
            value().global("torch", "_utils._rebuild_tensor_v2"),
            "_rebuild_tensor_v2'"),
        pickle(
            "with complex numbers",
            value().global("torch", "ComplexFloatStorage"),
            "ComplexFloatStorage"),
        pickle("with quantized numbers", value().global("torch", "QInt8Storage"), "QInt8Storage"),
        pickle("with unsigned 16-bit numbers", value().global("torch", "uint16"), "'torch.uint16'"),
        pickle(
            "with a sparse tensor",
            value().global("torch._utils", "_rebuild_sparse_tensor"),
            "_rebuild_sparse_tensor"),
        pickle(
            "with a subclass of tensor",
            value().global("torch._tensor", "_rebuild_from_type_v2"),
            "_rebuild_from_type_v2"),
        pickle(
            "with a whole module",
            value().global("torch.nn.modules.linear", "Linear").raw(')', 0x81),
            "modules.linear.Linear"),
        pickle("that makes an object", value().orderedDict().raw(')', 0x81), "NEWOBJ (0x81)"),
        pickle("that makes an object with keywords", value().raw(')', '}', 0x92), "NEWOBJ_EX"),
        pickle(
            "that makes an instance", value().raw('(', 'i').raw(utf8Ints("os\nsystem\n")), "INST"),
        pickle(
            "that makes an object from the stack",
            value().raw('(').global("collections", "OrderedDict").op('o'),
            "OBJ"),
        pickle("that uses the extension registry", value().raw(0x82, 1), "EXT1"),
        pickle("with a persistent id in text", value().raw('P', '1', '\n'), "PERSID"),
        pickle("with a list", value().op(']'), "EMPTY_LIST"),
        pickle("with a set", value().raw(0x8f), "EMPTY_SET"),
        pickle("with bytes", value().raw('C', 1, 0), "SHORT_BINBYTES"),
        pickle("with a string of Python 2", value().raw('U', 1, 'a'), "SHORT_BINSTRING"),
        pickle("that pops", value().raw('N', '0'), "POP"),
        pickle("that duplicates", value().raw('N', '2'), "DUP"),
        pickle("with an unknown instruction", value().raw(0xff), "unknown (0xff)"),
        pickle(
            "that calls a class of storages",
            value().global("torch", "FloatStorage").raw(')', 'R'),
            "calls a storage class"),
        pickle(
            "that fills an OrderedDict by a call",
            value().global("collections", "OrderedDict").op('N').raw(0x85, 'R'),
            "an OrderedDict in a way"),
        pickle(
            "that sets attributes of a tensor",
            value().floats("0", 6).raw('}', 'b'),
            "sets the attributes of a tensor"),
        pickle(
            "that sets attributes by a tuple",
            value().orderedDict().raw(')', 'b'),
            "sets the attributes of"));
  }

  private static Stream<Arguments> brokenPickles() {
    return Stream.of(
        raw("that is empty", new byte[0], "breaks off"),
        raw("of its protocol alone", start().bytes(), "breaks off"),
        raw("of protocol 1", value().raw(0x80, 1, '}').end(), "protocol 1"),
        raw("of protocol 6", value().raw(0x80, 6, '}').end(), "protocol 6"),
        raw(
            "with a protocol in the middle",
            start().raw('}', 0x80, 2).end(),
            "protocol 2 at byte 3"),
        raw("without an end", start().op('}').bytes(), "breaks off"),
        raw(
            "that goes on after its end",
            start().op('}').op('.').op('}').bytes(),
            "does not end with its one value"),
        raw("of two values", start().raw('}', '}').end(), "does not end with its one value"),
        raw("of no value", start().end(), "not there"),
        raw("with an open group", start().raw('}', '(').end(), "not there"),
        raw("cut in a string", start().raw('}', 'X', 100, 0, 0, 0, 'a').bytes(), "breaks off"),
        raw(
            "with a string of 4 GB",
            start().raw('}', 'X', 255, 255, 255, 255, 'a').bytes(),
            "breaks off"),
        raw(
            "with a string that is not UTF-8",
            start().raw('X', 1, 0, 0, 0, 0xff).end(),
            "not UTF-8"),
        raw(
            "with a name without end",
            start().op('c').raw(utf8Ints("torch")).bytes(),
            "does not end"),
        raw(
            "with a name of a thousand letters",
            start().op('c').raw(utf8Ints("t".repeat(1000) + "\n")).bytes(),
            "does not end"),
        raw(
            "with a number of 9 bytes",
            start().raw(0x8a, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1).end(),
            "number of 9 bytes"),
        raw("that remembers nothing", start().raw('h', 7).end(), "value 7, which does not exist"),
        raw(
            "that remembers far away",
            start().raw('j', 255, 255, 255, 255).end(),
            "value 4294967295"),
        raw("that stores nothing", start().raw('q', 0).end(), "not there"),
        raw("that closes what was not opened", start().op('t').end(), "not opened"),
        raw("that takes from outside its group", start().raw('N', '(', 0x85).end(), "not there"),
        raw("with half an item", start().raw('}', '(').text("a").op('u').end(), "sets the items"),
        raw(
            "that sets items of a tuple",
            start().raw(')').text("a").raw('N', 's').end(),
            "sets the items of a tuple"),
        raw("whose key is a number", start().raw('}', 'K', 1, 'N', 's').end(), "key is a number"),
        raw(
            "with a key twice",
            start().raw('}', '(').text("a").op('N').text("a").raw('N', 'u').end(),
            "holds 'a' twice"),
        raw("that piles up values", start().raw(new int[300_000]).end(), "unknown (0x00)"),
        raw(
            "that piles up nulls",
            start().raw(repeat('N', 300_000)).end(),
            "piles up more than 200000"),
        raw(
            "that names an object by numbers",
            start().raw('K', 1, 'K', 1, 0x93).end(),
            "no string"));
  }

  private static Stream<Arguments> unexpectedValues() {
    return Stream.of(
        raw(
            "that holds one tensor",
            start().floats("0", 6).end(),
            "holds a tensor, wants a dictionary"),
        raw("that holds a number", start().raw('K', 1).end(), "holds a number, wants"),
        raw("that holds nothing", start().op('N').end(), "holds none, wants"),
        pickle("with a number among the tensors", value().raw('K', 1), "holds a number under 'x'"),
        pickle(
            "with a real number among the tensors",
            value().raw('G', 0, 0, 0, 0, 0, 0, 0, 0),
            "holds a number under 'x'"),
        pickle(
            "with a string among the tensors", value().text("hello"), "holds a string under 'x'"),
        pickle(
            "with a dictionary among the tensors",
            value().op('}').text("y").floats("0", 6).op('s'),
            "holds a dictionary under 'x', wants a flat"),
        pickle(
            "with a storage among the tensors",
            value().storage("FloatStorage", "0", 6),
            "holds a storage"),
        pickle(
            "with a tuple nested ten thousand times",
            value().op('N').raw(repeat(0x85, 10_000)),
            "holds a tuple"));
  }

  private static Stream<Arguments> tensorCases() {
    TestPickle reference = value().op('(').text("storage").global("torch", "FloatStorage");
    return Stream.of(
        pickle("whose storage is missing", value().floats("7", 6), "wants the storage '7'"),
        pickle(
            "whose storage lies elsewhere",
            value().floats("../version", 6),
            "wants the storage '../version'"),
        pickle(
            "whose storage is shorter than it says",
            value().floats("0", 7),
            "wants 7 elements of 4 bytes"),
        pickle(
            "whose storage is longer than it says",
            value().floats("0", 5),
            "wants 5 elements of 4 bytes"),
        pickle(
            "whose storage has another type's size",
            value().tensor("DoubleStorage", "0", 6, 0, new long[] {6}, 1),
            "6 elements of 8 bytes"),
        pickle(
            "whose storage has a negative size",
            value().floats("0", -6),
            "a reference to a storage"),
        pickle(
            "whose storage has 2^62 elements",
            value().floats("0", 1L << 62),
            "elements of 4 bytes"),
        pickle("whose storage is no tuple", value().op('N').op('Q'), "a reference to a storage"),
        pickle(
            "whose reference is no storage",
            value().op('(').text("module").raw('N', 'N', 'N', 'N', 't', 'Q'),
            "a reference to a storage"),
        pickle(
            "whose reference is too short",
            value().add(reference).raw('t', 'Q'),
            "a reference to a storage"),
        pickle(
            "that begins before its storage",
            floats(-1, new long[] {6}, 1),
            "begins at element -1"),
        pickle(
            "that ends after its storage",
            floats(1, new long[] {6}, 1),
            "beyond its 6 stored elements"),
        pickle(
            "that begins after its storage",
            floats(7, new long[] {0}, 1),
            "beyond its 6 stored elements"),
        pickle("that begins at 2^62", floats(1L << 62, new long[] {1}, 1), "beyond its 6"),
        pickle("with a negative size", floats(0, new long[] {-6}, 1), "size or stride -6"),
        pickle("with a negative stride", floats(5, new long[] {6}, -1), "size or stride -1"),
        pickle(
            "with more sizes than strides",
            floats(0, new long[] {2, 3}, 1),
            "2 sizes and 1 strides"),
        pickle(
            "whose rows reach too far",
            floats(0, new long[] {2, 3}, 4, 1),
            "beyond its 6 stored elements"),
        pickle(
            "that is expanded",
            floats(0, new long[] {1000, 6}, 0, 1),
            "beyond its 6 stored elements"),
        pickle(
            "that is expanded to 2^40 elements",
            floats(0, new long[] {1L << 40}, 0),
            "beyond its 6"),
        pickle(
            "whose size overflows",
            floats(0, new long[] {1L << 40, 1L << 40}, 0, 0),
            "larger than any file"),
        pickle(
            "whose stride overflows", floats(0, new long[] {3}, 1L << 62), "larger than any file"),
        pickle(
            "without a type for its bytes",
            value().tensor("UntypedStorage", "0", 24, 0, new long[] {6}, 1),
            "describes a tensor"),
        pickle(
            "whose untyped storage is too small",
            value().tensor3("float32", "0", 24, 7),
            "beyond its 6"),
        pickle(
            "with arguments missing",
            value().global("torch._utils", "_rebuild_tensor_v2").raw(')', 'R'),
            "describes a tensor"),
        pickle(
            "with metadata",
            value()
                .global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage("FloatStorage", "0", 6)
                .number(0)
                .numbers(6)
                .numbers(1)
                .raw(0x89)
                .orderedDict()
                .raw('}', 't', 'R'),
            "describes a tensor"),
        pickle(
            "whose shape holds None",
            value()
                .global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage("FloatStorage", "0", 6)
                .number(0)
                .raw('N', 0x85)
                .numbers(1)
                .raw(0x89)
                .orderedDict()
                .raw('t', 'R'),
            "a tensor's shape"),
        pickle(
            "with a parameter of nothing",
            value().global("torch._utils", "_rebuild_parameter").raw('N', 'N', 'N', 0x87, 'R'),
            "describes a parameter"),
        pickle(
            "whose element type is none",
            value()
                .global("torch._utils", "_rebuild_tensor_v3")
                .op('(')
                .storage("UntypedStorage", "0", 24)
                .number(0)
                .numbers(6)
                .numbers(1)
                .raw(0x89)
                .orderedDict()
                .raw('N', 't', 'R'),
            "element type"));
  }

  private static TestPickle floats(long offset, long[] dims, long... strides) {
    return value().tensor("FloatStorage", "0", 6, offset, dims, strides);
  }

  private static Arguments pickle(String title, TestPickle content, String fragment) {
    return raw(title, holding(content), fragment);
  }

  private static Arguments raw(String title, byte[] pickle, String fragment) {
    return Arguments.of(title, torch(pickle, SIX).bytes(), fragment);
  }

  private static int[] utf8Ints(String text) {
    return text.chars().toArray();
  }

  private static int[] repeat(int code, int count) {
    int[] codes = new int[count];
    Arrays.fill(codes, code);
    return codes;
  }
}
