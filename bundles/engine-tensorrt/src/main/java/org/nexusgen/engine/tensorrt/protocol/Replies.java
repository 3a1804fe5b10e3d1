package org.nexusgen.engine.tensorrt.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.nexusgen.api.tensor.Shape;

/** Replies on the wire. */
public final class Replies {
  private static final int BEAT = 101;
  private static final int PROGRESS = 102;
  private static final int WELCOME = 103;
  private static final int LOADED = 104;
  private static final int RAN = 105;
  private static final int DONE = 106;
  private static final int FAILED = 107;

  private Replies() {}

  /** Sends one. */
  public static void write(OutputStream to, Reply reply) throws IOException {
    Frame.write(to, kind(reply), out -> fields(reply, out));
  }

  private static int kind(Reply reply) {
    return switch (reply) {
      case Reply.Beat beat -> BEAT;
      case Reply.Progress progress -> PROGRESS;
      case Reply.Welcome welcome -> WELCOME;
      case Reply.Loaded loaded -> LOADED;
      case Reply.Ran ran -> RAN;
      case Reply.Done done -> DONE;
      case Reply.Failed failed -> FAILED;
    };
  }

  private static void fields(Reply reply, Fields.Out out) throws IOException {
    switch (reply) {
      case Reply.Beat beat -> {}
      case Reply.Progress progress -> {
        out.data().writeInt(progress.done());
        out.data().writeInt(progress.total());
        out.text(progress.phase());
      }
      case Reply.Welcome welcome -> {
        out.data().writeInt(welcome.version());
        out.text(welcome.tensorrt());
        out.text(welcome.device());
        out.data().writeLong(welcome.totalBytes());
        out.data().writeLong(welcome.freeBytes());
      }
      case Reply.Loaded loaded -> out.list(loaded.bindings(), binding -> binding(binding, out));
      case Reply.Ran ran -> out.list(ran.outputs(), result -> result(result, out));
      case Reply.Done done -> {}
      case Reply.Failed failed -> out.text(failed.message());
    }
  }

  private static void binding(Binding binding, Fields.Out out) throws IOException {
    out.text(binding.name());
    out.data().writeBoolean(binding.input());
    out.dtype(binding.dtype());
    out.list(binding.sizes(), out.data()::writeLong);
  }

  private static void result(Reply.Result result, Fields.Out out) throws IOException {
    out.shape(result.shape());
    out.data().writeLong(result.handle());
    out.data().writeBoolean(result.inline().isPresent());
    if (result.inline().isPresent()) {
      out.bytes(result.inline().get());
    }
  }

  /**
   * Waits for one.
   *
   * @throws java.io.EOFException if the other side has hung up
   * @throws ProtocolException if it says something else
   */
  public static Reply read(InputStream from) throws IOException {
    return Frame.read(from, Replies::reply);
  }

  private static Reply reply(int kind, Fields.In in) throws IOException {
    return switch (kind) {
      case BEAT -> new Reply.Beat();
      case PROGRESS -> new Reply.Progress(in.data().readInt(), in.data().readInt(), in.text());
      case WELCOME ->
          new Reply.Welcome(
              in.data().readInt(),
              in.text(),
              in.text(),
              in.data().readLong(),
              in.data().readLong());
      case LOADED ->
          new Reply.Loaded(
              in.list(
                  () ->
                      new Binding(
                          in.text(),
                          in.data().readBoolean(),
                          in.dtype(),
                          in.list(in.data()::readLong))));
      case RAN -> new Reply.Ran(in.list(() -> result(in)));
      case DONE -> new Reply.Done();
      case FAILED -> new Reply.Failed(in.text());
      default -> throw new ProtocolException("reply: kind %d is unknown".formatted(kind));
    };
  }

  private static Reply.Result result(Fields.In in) throws IOException {
    Shape shape = in.shape();
    long handle = in.data().readLong();
    Optional<ByteBuffer> inline =
        in.data().readBoolean() ? Optional.of(in.bytes()) : Optional.empty();
    return new Reply.Result(shape, handle, inline);
  }
}
