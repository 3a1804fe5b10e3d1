package org.nexusgen.weights.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Zips as torch.save writes them, and with what can be wrong in them. */
final class TestZip {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int ZIP64_END = 0x06064b50;
  private static final int ZIP64_LOCATOR = 0x07064b50;

  /** What an entry says of itself; the fields of the local header follow the directory's. */
  private record Entry(String name, byte[] data, int method, int flags) {}

  private final List<Entry> entries = new ArrayList<>();
  private boolean zip64;
  private String comment = "";
  private int padding = 3;

  /** A file like torch.save's with one pickle and storages 0, 1, … */
  static TestZip torch(byte[] pickle, byte[]... storages) {
    TestZip zip = new TestZip().add("archive/data.pkl", pickle);
    zip.add("archive/byteorder", "little".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < storages.length; i++) {
      zip.add("archive/data/" + i, storages[i]);
    }
    return zip.add("archive/version", "3\n".getBytes(StandardCharsets.UTF_8));
  }

  TestZip add(String name, byte[] data) {
    return add(name, data, 0, 0x0800);
  }

  TestZip add(String name, byte[] data, int method, int flags) {
    entries.add(new Entry(name, data, method, flags));
    return this;
  }

  TestZip zip64() {
    this.zip64 = true;
    return this;
  }

  TestZip comment(String text) {
    this.comment = text;
    return this;
  }

  TestZip unpadded() {
    this.padding = 0;
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Integer> headers = new ArrayList<>();
    for (Entry entry : entries) {
      headers.add(out.size());
      out.writeBytes(local(entry));
      out.writeBytes(entry.data());
    }
    int directory = out.size();
    for (int i = 0; i < entries.size(); i++) {
      out.writeBytes(central(entries.get(i), headers.get(i)));
    }
    int length = out.size() - directory;
    if (zip64) {
      out.writeBytes(zip64End(directory, length));
    }
    out.writeBytes(end(directory, length));
    return out.toByteArray();
  }

  private byte[] local(Entry entry) {
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = buffer(30 + name.length + padding);
    header.putInt(0, LOCAL).putShort(6, (short) entry.flags());
    header.putShort(8, (short) entry.method());
    header.putInt(18, entry.data().length).putInt(22, entry.data().length);
    header.putShort(26, (short) name.length).putShort(28, (short) padding).put(30, name);
    return header.array();
  }

  private byte[] central(Entry entry, int header) {
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    int extra = zip64 ? 4 + 24 + 8 : 0;
    ByteBuffer record = buffer(46 + name.length + extra);
    record.putInt(0, CENTRAL).putShort(8, (short) entry.flags());
    record.putShort(10, (short) entry.method());
    record.putInt(20, zip64 ? -1 : entry.data().length);
    record.putInt(24, zip64 ? -1 : entry.data().length);
    record.putShort(28, (short) name.length).putShort(30, (short) extra);
    record.putInt(42, zip64 ? -1 : header).put(46, name);
    if (zip64) {
      int at = 46 + name.length;
      record.putShort(at, (short) 0x7777).putShort(at + 2, (short) 4); // someone else's field
      record.putShort(at + 8, (short) 1).putShort(at + 10, (short) 24);
      record.putLong(at + 12, entry.data().length).putLong(at + 20, entry.data().length);
      record.putLong(at + 28, header);
    }
    return record.array();
  }

  private byte[] zip64End(int directory, int length) {
    ByteBuffer end = buffer(56 + 20);
    end.putInt(0, ZIP64_END).putLong(4, 44);
    end.putLong(24, entries.size()).putLong(32, entries.size());
    end.putLong(40, length).putLong(48, directory);
    end.putInt(56, ZIP64_LOCATOR).putLong(64, directory + length).putInt(72, 1);
    return end.array();
  }

  private byte[] end(int directory, int length) {
    byte[] text = comment.getBytes(StandardCharsets.UTF_8);
    ByteBuffer end = buffer(22 + text.length);
    int count = zip64 ? 0xffff : entries.size();
    end.putInt(0, END).putShort(8, (short) count).putShort(10, (short) count);
    end.putInt(12, zip64 ? -1 : length).putInt(16, zip64 ? -1 : directory);
    end.putShort(20, (short) text.length).put(22, text);
    return end.array();
  }

  /** Overwrites a field at a distance from the n-th place where a signature stands. */
  static byte[] patch(byte[] zip, String signature, int nth, int distance, int... bytes) {
    byte[] patched = zip.clone();
    int at = find(zip, signature, nth) + distance;
    for (int i = 0; i < bytes.length; i++) {
      patched[at + i] = (byte) bytes[i];
    }
    return patched;
  }

  private static int find(byte[] zip, String signature, int nth) {
    String text = new String(zip, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(signature);
    for (int i = 0; i < nth; i++) {
      at = text.indexOf(signature, at + 1);
    }
    if (at < 0) {
      throw new IllegalArgumentException("no such signature");
    }
    return at;
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
