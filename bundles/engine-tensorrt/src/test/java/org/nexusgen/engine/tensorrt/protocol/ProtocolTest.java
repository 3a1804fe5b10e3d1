package org.nexusgen.engine.tensorrt.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;

@DisplayName("The worker's protocol")
final class ProtocolTest {
  private static final Fitting FITTING =
      new Fitting(
          List.of(Axis.exact(2), new Axis(List.of(new Axis.Part(3, 8), new Axis.Part(1, 4)))),
          -1,
          0.5);

  private static final InputRange RANGE =
      new InputRange("x", Shape.of(0, 2), Shape.of(1, 2), Shape.of(9, 2));

  static Stream<Request> requests() {
    return Stream.of(
        new Request.Greet(Frame.VERSION, "djl"),
        new Request.Build(
            "/a/model.onnx",
            "/b/ü.plan",
            true,
            List.of("Softmax@3"),
            List.of(RANGE),
            new PlanFeatures(true, false, 2, true),
            "/c/x.timings"),
        new Request.Refit("/a/model.onnx", "/b/a.plan", "/b/b.plan"),
        new Request.Load(7, "/b", 1L << 40),
        new Request.Unload(7),
        new Request.Run(
            7,
            List.of(
                given(new Source.Inline(ByteBuffer.wrap(new byte[] {1, 2, 3}))),
                given(new Source.Shared(1, 64, 128)),
                given(new Source.Held(12))),
            List.of(
                new Request.Wanted("y", DType.I64, Optional.of(FITTING)),
                new Request.Wanted("z", DType.F32, Optional.empty())),
            List.of(3L, 4L)),
        new Request.Fetch(9, new Source.Shared(0, 0, 5)),
        new Request.Free(List.of(1L)),
        new Request.Share(2, "/dev/shm/x", 1 << 24),
        new Request.Stop());
  }

  private static Request.Given given(Source source) {
    return new Request.Given("x", DType.F32, FITTING, source);
  }

  static Stream<Reply> replies() {
    return Stream.of(
        new Reply.Beat(),
        new Reply.Progress(1, 3, "choosing kernels"),
        new Reply.Welcome(Frame.VERSION, "8.6.1", "H100 (9.0)", 80L << 30, 70L << 30),
        new Reply.Loaded(
            List.of(
                new Binding("x", true, DType.F16, Shape.of(2, 0, 5)),
                new Binding("y", false, DType.F32, List.of(2L, Binding.OPEN)))),
        new Reply.Ran(
            List.of(
                new Reply.Result(Shape.of(3, 0), 5, Optional.empty()),
                new Reply.Result(Shape.of(1), 0, Optional.of(ByteBuffer.wrap(new byte[] {9}))))),
        new Reply.Done(),
        new Reply.Failed("no"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  @DisplayName("carries each request whole")
  void request(Request request) throws IOException {
    assertThat(Requests.read(new ByteArrayInputStream(bytes(request)))).isEqualTo(request);
  }

  @ParameterizedTest
  @MethodSource("replies")
  @DisplayName("carries each reply whole")
  void reply(Reply reply) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Replies.write(out, reply);
    assertThat(Replies.read(new ByteArrayInputStream(out.toByteArray()))).isEqualTo(reply);
  }

  private static byte[] bytes(Request request) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Requests.write(out, request);
    return out.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("requests")
  @DisplayName("notices a message that breaks off anywhere")
  void cut(Request request) throws IOException {
    byte[] bytes = bytes(request);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Requests.read(new ByteArrayInputStream(cut)))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  @DisplayName("takes no memory for a length that cannot be, and names it")
  void length() {
    byte[] bytes = ByteBuffer.allocate(5).putInt(Integer.MAX_VALUE).array();
    assertThatThrownBy(() -> Requests.read(new ByteArrayInputStream(bytes)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("message: got a length of 2147483647, wants 1 to 8388608");
  }

  @Test
  @DisplayName("answers any bytes with an exception of its own")
  void anything() throws IOException {
    Random random = new Random(1);
    byte[] run = bytes(requests().toList().get(5));
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = run.clone();
      bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt(256);
      try {
        Requests.read(new ByteArrayInputStream(bytes));
      } catch (IOException e) {
        assertThat(e).isInstanceOf(ProtocolException.class);
      }
    }
  }

  @Test
  @DisplayName("refuses a message longer than it reads")
  void tooLong() {
    Source large = new Source.Inline(ByteBuffer.allocate(Frame.LONGEST));
    assertThatThrownBy(() -> bytes(new Request.Run(1, List.of(given(large)), List.of(), List.of())))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("wants 8388608 at most");
  }
}
