package org.nexusgen.weights.torch;

import static org.nexusgen.weights.torch.ZipEnd.u16;
import static org.nexusgen.weights.torch.ZipEnd.u32;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.weights.store.Shown;

/**
 * The members of a zip whose entries are all stored, with the places of their bytes (APPNOTE 4.3.7
 * and 4.3.12). The central directory counts; each local header must agree with it.
 */
final class ZipDirectory {
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int ENTRY_LENGTH = 46;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_LENGTH = 30;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int ZIP64_EXTRA = 0x0001;
  private static final long IN_ZIP64 = 0xffff_ffffL;

  /** FLUX's decoders have 800; the bounds keep a hostile file's directory small. */
  private static final int MOST_ENTRIES = 100_000;

  private static final long LONGEST = 32L << 20;

  private final FileChannel channel;
  private final ZipEnd end;
  private final Map<String, ZipMember> members = new LinkedHashMap<>();

  private ZipDirectory(FileChannel channel, ZipEnd end) {
    this.channel = channel;
    this.end = end;
  }

  /** All members by name, in directory order. */
  static Map<String, ZipMember> read(FileChannel channel) throws IOException, MalformedZip {
    ZipDirectory directory = new ZipDirectory(channel, ZipEnd.read(channel));
    directory.readEntries();
    directory.checkOverlap();
    return directory.members;
  }

  private void readEntries() throws IOException, MalformedZip {
    if (end.entries() < 0 || end.entries() > MOST_ENTRIES || end.length() > LONGEST) {
      throw new MalformedZip(
          "declares %s entries in a directory of %d bytes; at most %d in %d are read"
              .formatted(
                  Long.toUnsignedString(end.entries()), end.length(), MOST_ENTRIES, LONGEST));
    }
    ByteBuffer directory = ZipEnd.at(channel, end.offset(), (int) end.length());
    for (long i = 0; i < end.entries(); i++) {
      readEntry(directory);
    }
  }

  private void readEntry(ByteBuffer directory) throws IOException, MalformedZip {
    int at = directory.position();
    if (directory.remaining() < ENTRY_LENGTH || directory.getInt(at) != ENTRY_SIGNATURE) {
      throw new MalformedZip(
          "its zip directory breaks off after %d entries".formatted(members.size()));
    }
    int nameLength = u16(directory, at + 28);
    int extraLength = u16(directory, at + 30);
    int total = ENTRY_LENGTH + nameLength + extraLength + u16(directory, at + 32);
    if (directory.remaining() < total) {
      throw new MalformedZip(
          "its zip directory breaks off after %d entries".formatted(members.size()));
    }
    byte[] nameBytes = new byte[nameLength];
    directory.get(at + ENTRY_LENGTH, nameBytes);
    String name = new String(nameBytes, StandardCharsets.UTF_8);
    checkStored(name, u16(directory, at + 8), u16(directory, at + 10));
    ByteBuffer extra =
        directory.slice(at + ENTRY_LENGTH + nameLength, extraLength).order(directory.order());
    Sizes sizes =
        Sizes.of(u32(directory, at + 24), u32(directory, at + 20), u32(directory, at + 42), extra);
    if (sizes.packed() != sizes.length()) {
      throw new MalformedZip("entry %s has two sizes".formatted(Shown.quoted(name)));
    }
    if (members.put(name, member(name, nameBytes, sizes)) != null) {
      throw new MalformedZip("holds entry %s twice".formatted(Shown.quoted(name)));
    }
    directory.position(at + total);
  }

  private static void checkStored(String name, int flags, int method) throws MalformedZip {
    if ((flags & ENCRYPTED) != 0) {
      throw new MalformedZip("entry %s is encrypted".formatted(Shown.quoted(name)));
    }
    if (method != STORED) {
      throw new MalformedZip(
          "entry %s is compressed; torch.save stores its entries, so unpack the file and save it again"
              .formatted(Shown.quoted(name)));
    }
  }

  /** The three numbers that zip64 may move from an entry to its extra field. */
  private record Sizes(long length, long packed, long header) {
    static Sizes of(long length, long packed, long header, ByteBuffer extra) throws MalformedZip {
      ByteBuffer wide = zip64(extra);
      return new Sizes(widened(length, wide), widened(packed, wide), widened(header, wide));
    }

    private static long widened(long value, ByteBuffer wide) throws MalformedZip {
      if (value != IN_ZIP64) {
        return value;
      }
      if (wide.remaining() < Long.BYTES) {
        throw new MalformedZip("its zip64 sizes are missing");
      }
      return wide.getLong();
    }

    private static ByteBuffer zip64(ByteBuffer extra) throws MalformedZip {
      while (extra.remaining() >= 4) {
        int id = Short.toUnsignedInt(extra.getShort());
        int length = Short.toUnsignedInt(extra.getShort());
        if (length > extra.remaining()) {
          throw new MalformedZip("an extra field of its zip directory breaks off");
        }
        if (id == ZIP64_EXTRA) {
          return extra.slice(extra.position(), length).order(extra.order());
        }
        extra.position(extra.position() + length);
      }
      return ByteBuffer.allocate(0);
    }
  }

  private ZipMember member(String name, byte[] nameBytes, Sizes sizes)
      throws IOException, MalformedZip {
    int headerLength = LOCAL_LENGTH + nameBytes.length;
    if (sizes.header() < 0 || sizes.header() > end.offset() - headerLength) {
      throw outside(name);
    }
    ByteBuffer local = ZipEnd.at(channel, sizes.header(), headerLength);
    byte[] localName = new byte[nameBytes.length];
    local.get(LOCAL_LENGTH, localName);
    boolean agrees =
        local.getInt(0) == LOCAL_SIGNATURE
            && u16(local, 8) == STORED
            && u16(local, 26) == nameBytes.length
            && Arrays.equals(localName, nameBytes);
    if (!agrees) {
      throw new MalformedZip(
          "entry %s: its header does not agree with the directory".formatted(Shown.quoted(name)));
    }
    long offset = sizes.header() + headerLength + u16(local, 28);
    if (sizes.length() < 0 || offset > end.offset() || sizes.length() > end.offset() - offset) {
      throw outside(name);
    }
    return new ZipMember(name, sizes.header(), offset, sizes.length());
  }

  private static MalformedZip outside(String name) {
    return new MalformedZip(
        "entry %s lies outside the file; it was cut off: copy it again"
            .formatted(Shown.quoted(name)));
  }

  private void checkOverlap() throws MalformedZip {
    List<ZipMember> ordered =
        members.values().stream().sorted(Comparator.comparingLong(ZipMember::header)).toList();
    for (int i = 1; i < ordered.size(); i++) {
      if (ordered.get(i).header() < ordered.get(i - 1).end()) {
        throw new MalformedZip(
            "entries %s and %s overlap"
                .formatted(
                    Shown.quoted(ordered.get(i - 1).name()), Shown.quoted(ordered.get(i).name())));
      }
    }
  }
}
