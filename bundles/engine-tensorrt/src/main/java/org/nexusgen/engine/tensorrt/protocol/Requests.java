package org.nexusgen.engine.tensorrt.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.nexusgen.api.tensor.DType;

/** Requests on the wire. */
public final class Requests {
  private static final int GREET = 1;
  private static final int BUILD = 2;
  private static final int LOAD = 3;
  private static final int UNLOAD = 4;
  private static final int RUN = 5;
  private static final int FETCH = 6;
  private static final int FREE = 7;
  private static final int SHARE = 8;
  private static final int STOP = 9;
  private static final int REFIT = 10;

  private static final int INLINE = 1;
  private static final int SHARED = 2;
  private static final int HELD = 3;

  private Requests() {}

  /** Sends one. */
  public static void write(OutputStream to, Request request) throws IOException {
    Frame.write(to, kind(request), out -> fields(request, out));
  }

  private static int kind(Request request) {
    return switch (request) {
      case Request.Greet greet -> GREET;
      case Request.Build build -> BUILD;
      case Request.Load load -> LOAD;
      case Request.Unload unload -> UNLOAD;
      case Request.Run run -> RUN;
      case Request.Fetch fetch -> FETCH;
      case Request.Free free -> FREE;
      case Request.Share share -> SHARE;
      case Request.Stop stop -> STOP;
      case Request.Refit refit -> REFIT;
    };
  }

  private static void fields(Request request, Fields.Out out) throws IOException {
    switch (request) {
      case Request.Greet greet -> {
        out.data().writeInt(greet.version());
        out.text(greet.layer());
      }
      case Request.Build build -> {
        out.text(build.model());
        out.text(build.plan());
        out.data().writeBoolean(build.half());
        out.list(build.single(), out::text);
        out.list(build.profile(), range -> range(range, out));
        out.data().writeBoolean(build.features().streams());
        out.data().writeBoolean(build.features().refits());
        out.data().writeInt(build.features().effort());
        out.data().writeBoolean(build.features().tensorFloats());
        out.text(build.timings());
      }
      case Request.Refit refit -> {
        out.text(refit.model());
        out.text(refit.from());
        out.text(refit.plan());
      }
      case Request.Load load -> {
        out.data().writeInt(load.plan());
        out.text(load.file());
        out.data().writeLong(load.weightBytes());
      }
      case Request.Unload unload -> out.data().writeInt(unload.plan());
      case Request.Run run -> {
        out.data().writeInt(run.plan());
        out.list(run.inputs(), input -> given(input, out));
        out.list(run.outputs(), output -> wanted(output, out));
        out.list(run.freed(), out.data()::writeLong);
      }
      case Request.Fetch fetch -> {
        out.data().writeLong(fetch.handle());
        source(fetch.into(), out);
      }
      case Request.Free free -> out.list(free.handles(), out.data()::writeLong);
      case Request.Share share -> {
        out.data().writeInt(share.block());
        out.text(share.file());
        out.data().writeInt(share.length());
      }
      case Request.Stop stop -> {}
    }
  }

  private static void given(Request.Given given, Fields.Out out) throws IOException {
    out.text(given.name());
    out.dtype(given.dtype());
    out.fitting(given.fitting());
    source(given.source(), out);
  }

  private static void wanted(Request.Wanted wanted, Fields.Out out) throws IOException {
    out.text(wanted.name());
    out.dtype(wanted.dtype());
    out.data().writeBoolean(wanted.fitting().isPresent());
    if (wanted.fitting().isPresent()) {
      out.fitting(wanted.fitting().get());
    }
  }

  private static void range(InputRange range, Fields.Out out) throws IOException {
    out.text(range.name());
    out.shape(range.min());
    out.shape(range.opt());
    out.shape(range.max());
  }

  private static void source(Source source, Fields.Out out) throws IOException {
    switch (source) {
      case Source.Inline inline -> {
        out.data().writeByte(INLINE);
        out.bytes(inline.bytes());
      }
      case Source.Shared shared -> {
        out.data().writeByte(SHARED);
        out.data().writeInt(shared.block());
        out.data().writeInt(shared.offset());
        out.data().writeInt(shared.length());
      }
      case Source.Held held -> {
        out.data().writeByte(HELD);
        out.data().writeLong(held.handle());
      }
    }
  }

  /**
   * Waits for one.
   *
   * @throws java.io.EOFException if the other side has hung up
   * @throws ProtocolException if it says something else
   */
  public static Request read(InputStream from) throws IOException {
    return Frame.read(from, Requests::request);
  }

  private static Request request(int kind, Fields.In in) throws IOException {
    return switch (kind) {
      case GREET -> new Request.Greet(in.data().readInt(), in.text());
      case BUILD ->
          new Request.Build(
              in.text(),
              in.text(),
              in.data().readBoolean(),
              in.list(in::text),
              in.list(() -> new InputRange(in.text(), in.shape(), in.shape(), in.shape())),
              new PlanFeatures(
                  in.data().readBoolean(),
                  in.data().readBoolean(),
                  in.data().readInt(),
                  in.data().readBoolean()),
              in.text());
      case REFIT -> new Request.Refit(in.text(), in.text(), in.text());
      case LOAD -> new Request.Load(in.data().readInt(), in.text(), in.data().readLong());
      case UNLOAD -> new Request.Unload(in.data().readInt());
      case RUN ->
          new Request.Run(
              in.data().readInt(),
              in.list(() -> new Request.Given(in.text(), in.dtype(), in.fitting(), source(in))),
              in.list(() -> wanted(in)),
              in.list(in.data()::readLong));
      case FETCH -> new Request.Fetch(in.data().readLong(), shared(in));
      case FREE -> new Request.Free(in.list(in.data()::readLong));
      case SHARE -> new Request.Share(in.data().readInt(), in.text(), in.data().readInt());
      case STOP -> new Request.Stop();
      default -> throw new ProtocolException("request: kind %d is unknown".formatted(kind));
    };
  }

  private static Request.Wanted wanted(Fields.In in) throws IOException {
    String name = in.text();
    DType dtype = in.dtype();
    boolean fitted = in.data().readBoolean();
    return new Request.Wanted(name, dtype, fitted ? Optional.of(in.fitting()) : Optional.empty());
  }

  private static Source source(Fields.In in) throws IOException {
    int kind = in.data().readByte();
    return switch (kind) {
      case INLINE -> {
        ByteBuffer bytes = in.bytes();
        yield new Source.Inline(bytes);
      }
      case SHARED ->
          new Source.Shared(in.data().readInt(), in.data().readInt(), in.data().readInt());
      case HELD -> new Source.Held(in.data().readLong());
      default -> throw new ProtocolException("tensor: place %d is unknown".formatted(kind));
    };
  }

  private static Source.Shared shared(Fields.In in) throws IOException {
    return source(in) instanceof Source.Shared shared
        ? shared
        : raise("fetch: wants a place in shared memory");
  }

  private static Source.Shared raise(String message) throws ProtocolException {
    throw new ProtocolException(message);
  }
}
