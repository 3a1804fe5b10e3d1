package org.nexusgen.engine.pytorch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A program in the container that PyTorch loads: a zip of stored entries with the source, and with
 * two pickles, of an object without fields and of no constants
 * (torch/csrc/jit/docs/serialization.md).
 */
final class TorchArchive {
  /** {@code __torch__.M} with the one field {@code training}, false; pickle protocol 2. */
  private static final String OBJECT =
      "\u0080\u0002c__torch__\nM\nq\u0000)\u0081}(X\b\u0000\u0000\u0000trainingq\u0001\u0089ubq\u0002.";

  private static final String NO_CONSTANTS = "\u0080\u0002).";

  /** Of the operators' signatures: those of PyTorch 1.12 and later. */
  private static final String VERSION = "10\n";

  private static final String HEAD =
      "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";

  private TorchArchive() {}

  /**
   * @param methods of the module, indented by two
   */
  static byte[] of(String methods) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "data.pkl", OBJECT.getBytes(StandardCharsets.ISO_8859_1));
      put(zip, "code/__torch__.py", (HEAD + methods).getBytes(StandardCharsets.UTF_8));
      put(zip, "constants.pkl", NO_CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
      put(zip, "version", VERSION.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry("program/" + name);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(sum.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
