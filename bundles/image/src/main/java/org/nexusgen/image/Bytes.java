package org.nexusgen.image;

/** A cursor over a picture's bytes whose every step is checked against the end. */
final class Bytes {
  private final byte[] content;
  private int position;

  Bytes(byte[] content, int position) {
    this.content = content;
    this.position = position;
  }

  int position() {
    return position;
  }

  int remaining() {
    return content.length - position;
  }

  int u8() throws DamagedPicture {
    need(1);
    return content[position++] & 0xff;
  }

  int u16LittleEndian() throws DamagedPicture {
    return u8() | (u8() << 8);
  }

  int u16BigEndian() throws DamagedPicture {
    return (u8() << 8) | u8();
  }

  int i32LittleEndian() throws DamagedPicture {
    return u16LittleEndian() | (u16LittleEndian() << 16);
  }

  long u32BigEndian() throws DamagedPicture {
    return ((long) u16BigEndian() << 16) | u16BigEndian();
  }

  byte[] take(int count) throws DamagedPicture {
    need(count);
    byte[] taken = new byte[count];
    System.arraycopy(content, position, taken, 0, count);
    position += count;
    return taken;
  }

  void skip(long count) throws DamagedPicture {
    need(count);
    position += (int) count;
  }

  private void need(long count) throws DamagedPicture {
    if (count < 0 || count > remaining()) {
      throw DamagedPicture.truncated("at byte " + content.length);
    }
  }
}
