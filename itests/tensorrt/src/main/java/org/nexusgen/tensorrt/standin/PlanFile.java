package org.nexusgen.tensorrt.standin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.protocol.Requests;

/**
 * A plan as the stand-in has it: the file of the weights, then the model, the order by which it was
 * built, and the lengths of both.
 */
record PlanFile(Path path) {
  private static final int LENGTHS = 2 * Integer.BYTES;

  static void write(Request.Build order) throws IOException {
    Path model = Path.of(order.model());
    Path plan = Path.of(order.plan());
    Files.copy(model.resolveSibling("weights.bin"), plan, StandardCopyOption.REPLACE_EXISTING);
    byte[] bytes = Files.readAllBytes(model);
    ByteArrayOutputStream ordered = new ByteArrayOutputStream();
    Requests.write(ordered, order);
    try (FileChannel out = FileChannel.open(plan, StandardOpenOption.APPEND)) {
      out.write(ByteBuffer.wrap(bytes));
      out.write(ByteBuffer.wrap(ordered.toByteArray()));
      ByteBuffer lengths = ByteBuffer.allocate(LENGTHS);
      out.write(lengths.putInt(bytes.length).putInt(ordered.size()).flip());
    }
  }

  /** The model, and the order. */
  record Content(ByteBuffer model, Request.Build order) {}

  Content read() throws IOException {
    try (FileChannel in = FileChannel.open(path)) {
      ByteBuffer lengths = piece(in, in.size() - LENGTHS, LENGTHS);
      int model = lengths.getInt();
      int order = lengths.getInt();
      long end = in.size() - LENGTHS - order;
      byte[] ordered = piece(in, end, order).array();
      Request request = Requests.read(new ByteArrayInputStream(ordered));
      return new Content(piece(in, end - model, model), (Request.Build) request);
    }
  }

  private static ByteBuffer piece(FileChannel in, long from, int length) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(length);
    in.read(piece, from);
    return piece.flip();
  }
}
