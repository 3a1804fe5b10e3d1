package org.nexusgen.weights.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.nexusgen.weights.store.TensorBytes;

/**
 * What the end of a zip file says about its central directory (APPNOTE 4.3.14 to 4.3.16).
 *
 * @param entries number of entries
 * @param offset of the central directory
 * @param length of the central directory
 * @param limit where the records of the end begin
 */
record ZipEnd(long entries, long offset, long length, long limit) {
  private static final int SIGNATURE = 0x06054b50;
  private static final int LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int LOCATOR_SIGNATURE = 0x07064b50;
  private static final int LOCATOR_LENGTH = 20;
  private static final int ZIP64_SIGNATURE = 0x06064b50;
  private static final int ZIP64_LENGTH = 56;

  static ZipEnd read(FileChannel channel) throws IOException, MalformedZip {
    long size = channel.size();
    int tailLength = (int) Math.min(size, LENGTH + LONGEST_COMMENT);
    long tailStart = size - tailLength;
    ByteBuffer tail = at(channel, tailStart, tailLength);
    for (int i = tailLength - LENGTH; i >= 0; i--) {
      boolean fits = tail.getInt(i) == SIGNATURE && u16(tail, i + 20) == tailLength - i - LENGTH;
      if (fits) {
        return read(channel, tail.slice(i, LENGTH).order(tail.order()), tailStart + i);
      }
    }
    throw new MalformedZip("has no zip directory; it was cut off: copy it again");
  }

  private static ZipEnd read(FileChannel channel, ByteBuffer end, long position)
      throws IOException, MalformedZip {
    if (position >= LOCATOR_LENGTH) {
      ByteBuffer locator = at(channel, position - LOCATOR_LENGTH, LOCATOR_LENGTH);
      if (locator.getInt(0) == LOCATOR_SIGNATURE) {
        return zip64(channel, locator.getLong(8), position - LOCATOR_LENGTH);
      }
    }
    checkOneDisk(u16(end, 4), u16(end, 6), u16(end, 8) == u16(end, 10));
    return checked(u16(end, 10), u32(end, 16), u32(end, 12), position);
  }

  private static ZipEnd zip64(FileChannel channel, long position, long limit)
      throws IOException, MalformedZip {
    if (position < 0 || position > limit - ZIP64_LENGTH) {
      throw new MalformedZip("its zip64 directory lies outside the file");
    }
    ByteBuffer end = at(channel, position, ZIP64_LENGTH);
    if (end.getInt(0) != ZIP64_SIGNATURE) {
      throw new MalformedZip("its zip64 directory is missing");
    }
    checkOneDisk(end.getInt(16), end.getInt(20), end.getLong(24) == end.getLong(32));
    return checked(end.getLong(32), end.getLong(48), end.getLong(40), position);
  }

  private static void checkOneDisk(int disk, int directoryDisk, boolean allHere)
      throws MalformedZip {
    if (disk != 0 || directoryDisk != 0 || !allHere) {
      throw new MalformedZip("is one part of a zip in several parts");
    }
  }

  private static ZipEnd checked(long entries, long offset, long length, long limit)
      throws MalformedZip {
    if (offset < 0 || length < 0 || offset > limit || length > limit - offset) {
      throw new MalformedZip("its zip directory lies outside the file");
    }
    return new ZipEnd(entries, offset, length, limit);
  }

  static ByteBuffer at(FileChannel channel, long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    TensorBytes.readFully(channel, buffer, position);
    return buffer.flip();
  }

  static int u16(ByteBuffer buffer, int index) {
    return Short.toUnsignedInt(buffer.getShort(index));
  }

  static long u32(ByteBuffer buffer, int index) {
    return Integer.toUnsignedLong(buffer.getInt(index));
  }
}
