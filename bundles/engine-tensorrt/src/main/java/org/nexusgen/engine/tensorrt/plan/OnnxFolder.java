package org.nexusgen.engine.tensorrt.plan;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.ReducedFloat;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.graph.onnx.OnnxWriter;
import org.nexusgen.graph.onnx.WeightLocation;

/**
 * What a plan is built from: an ONNX model of fixed shapes and, beside it, its weights in one file,
 * in the types that the graph has for them, so that neither the 2 GB of a protobuf message nor the
 * checkpoint's own format matters. Deleted when the plan is built.
 */
public final class OnnxFolder implements AutoCloseable {
  /** What the names of such folders begin with. */
  static final String PREFIX = "building";

  private static final String WEIGHTS = "weights.bin";
  private static final int ALIGNMENT = 64;

  /** Elements that are converted at a time. */
  private static final int PIECE = 4 << 20;

  private final Path folder;
  private final Cancellation cancellation;

  private OnnxFolder(Path folder, Cancellation cancellation) {
    this.folder = folder;
    this.cancellation = cancellation;
  }

  /** Writes both files into a new folder; of tens of gigabytes, asks at each piece whether to. */
  public static OnnxFolder write(
      Path parent, Graph graph, Function<String, WeightEntry> weights, Cancellation cancellation)
      throws IOException {
    OnnxFolder onnx = new OnnxFolder(Files.createTempDirectory(parent, PREFIX), cancellation);
    try {
      Map<String, WeightLocation> locations = onnx.writeWeights(graph, weights);
      byte[] model =
          OnnxWriter.write(
              graph,
              weight -> {
                WeightLocation location = locations.get(weight.name());
                if (location == null) {
                  throw new IllegalStateException("weight '" + weight.name() + "' is not written");
                }
                return location;
              });
      Files.write(onnx.model(), model);
      return onnx;
    } catch (IOException | RuntimeException e) {
      onnx.close();
      throw e;
    }
  }

  /** Size of the file of the weights. */
  public long weightBytes() throws IOException {
    return Files.size(folder.resolve(WEIGHTS));
  }

  /** The model's file. */
  public Path model() {
    return folder.resolve("model.onnx");
  }

  private Map<String, WeightLocation> writeWeights(
      Graph graph, Function<String, WeightEntry> weights) throws IOException {
    Map<String, WeightLocation> locations = new HashMap<>();
    try (FileChannel out =
        FileChannel.open(
            folder.resolve(WEIGHTS), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (Graph.Argument weight : graph.weights()) {
        long offset = (out.position() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        out.position(offset);
        DType wanted = weight.type().dtype();
        switch (weights.apply(weight.name())) {
          case WeightEntry.InFile file -> copy(file, wanted, out);
          case WeightEntry.InMemory memory ->
              convert(memory.dtype(), wanted, memory.tensor().bytes(), out);
        }
        locations.put(
            weight.name(), new WeightLocation.External(WEIGHTS, offset, out.position() - offset));
      }
    }
    return locations;
  }

  private void copy(WeightEntry.InFile entry, DType wanted, FileChannel out) throws IOException {
    try (FileChannel in = FileChannel.open(entry.file(), StandardOpenOption.READ)) {
      long piece = (long) PIECE * entry.dtype().bytes();
      for (long done = 0; done < entry.length(); done += piece) {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(piece, entry.length() - done));
        while (bytes.hasRemaining()) {
          if (in.read(bytes, entry.offset() + done + bytes.position()) < 0) {
            throw new EOFException(entry.file() + " ends inside tensor '" + entry.name() + "'");
          }
        }
        convert(entry.dtype(), wanted, bytes.flip(), out);
      }
    }
  }

  private void convert(DType stored, DType wanted, ByteBuffer bytes, FileChannel out)
      throws IOException {
    if (stored == wanted) {
      cancellation.check();
      writeAll(bytes, out);
      return;
    }
    int piece = PIECE * stored.bytes();
    for (int at = 0; at < bytes.limit(); at += piece) {
      cancellation.check();
      ByteBuffer part = bytes.slice(at, Math.min(piece, bytes.limit() - at));
      int count = part.remaining() / stored.bytes();
      float[] values =
          Tensor.wrap(stored, Shape.of(count), part.order(ByteOrder.LITTLE_ENDIAN)).floats();
      ByteBuffer converted =
          ByteBuffer.allocate(count * wanted.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      for (float value : values) {
        put(value, wanted, converted);
      }
      writeAll(converted.flip(), out);
    }
  }

  private static void put(float value, DType wanted, ByteBuffer out) {
    switch (wanted) {
      case F16 -> out.putShort(ReducedFloat.toF16(value));
      case BF16 -> out.putShort(ReducedFloat.toBf16(value));
      case F32 -> out.putFloat(value);
      case F64, F8E4M3, I64, I32, I16, I8, U8, BOOL ->
          throw new IllegalArgumentException("weights of type " + wanted);
    }
  }

  private static void writeAll(ByteBuffer bytes, FileChannel out) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }

  /** A file, or a folder of files. */
  static void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
