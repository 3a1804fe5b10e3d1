package org.nexusgen.image;

import java.nio.charset.StandardCharsets;

/**
 * What a JPEG file says about itself (ITU-T T.81 annex B, JFIF, Adobe's APP14), gathered by walking
 * its segments up to the end-of-image marker.
 *
 * @param width in pixels
 * @param height in pixels
 * @param colour what the components are
 * @param orientation of its EXIF block
 */
record JpegHeader(int width, int height, Colour colour, Orientation orientation) {
  /** Meaning of the components. */
  enum Colour {
    GRAY(1),
    YCBCR(3),
    RGB(3),
    CMYK(4),
    YCCK(4);

    private final int components;

    Colour(int components) {
      this.components = components;
    }

    int components() {
      return components;
    }
  }

  static JpegHeader parse(byte[] content) throws DamagedPicture {
    return new Walk(content).toEnd();
  }

  /** The walk over the segments. */
  private static final class Walk {
    private static final int SOF0 = 0xc0;
    private static final int SOF15 = 0xcf;
    private static final int DHT = 0xc4;
    private static final int JPG = 0xc8;
    private static final int DAC = 0xcc;
    private static final int RST0 = 0xd0;
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int TEM = 0x01;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;
    private static final int NO_ADOBE = -1;

    /** Progressive pictures have some ten scans; thousands of them are an attack on the clock. */
    private static final int MOST_SCANS = 200;

    private final Bytes bytes;
    private byte[] frame = new byte[0];
    private int scans;
    private boolean jfif;
    private int adobeTransform = NO_ADOBE;
    private Orientation orientation = Orientation.UPRIGHT;

    Walk(byte[] content) {
      this.bytes = new Bytes(content, 2);
    }

    JpegHeader toEnd() throws DamagedPicture {
      int marker = nextMarker();
      while (marker != EOI) {
        if ((marker >= RST0 && marker <= SOI) || marker == TEM) {
          marker = nextMarker(); // stands alone, without a length
          continue;
        }
        byte[] segment = bytes.take(Math.max(bytes.u16BigEndian() - 2, 0));
        read(marker, segment);
        marker = nextMarker();
      }
      if (frame.length == 0 || scans == 0) {
        throw new DamagedPicture("JPEG without a picture");
      }
      return header();
    }

    /** Passes over compressed data, in which 0xff is followed by 0 or a restart marker. */
    private int nextMarker() throws DamagedPicture {
      while (true) {
        if (bytes.u8() == 0xff) {
          int code = bytes.u8();
          while (code == 0xff) {
            code = bytes.u8();
          }
          if (code != 0) {
            return code;
          }
        }
      }
    }

    private void read(int marker, byte[] segment) throws DamagedPicture {
      switch (marker) {
        case SOS -> {
          scans++;
          if (scans > MOST_SCANS) {
            throw new DamagedPicture("JPEG with more than %d scans".formatted(MOST_SCANS));
          }
        }
        case APP0 -> jfif |= startsWith(segment, "JFIF\0");
        case APP1 -> {
          if (startsWith(segment, "Exif\0\0")) {
            orientation = Orientation.ofExif(new Bytes(segment, 6));
          }
        }
        case APP14 -> {
          if (segment.length >= 12 && startsWith(segment, "Adobe")) {
            adobeTransform = segment[11] & 0xff;
          }
        }
        case DHT, JPG, DAC -> {}
        default -> {
          if (marker >= SOF0 && marker <= SOF15) {
            frame = segment;
          }
        }
      }
    }

    private static boolean startsWith(byte[] segment, String text) {
      byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
      return segment.length >= wanted.length
          && new String(segment, 0, wanted.length, StandardCharsets.ISO_8859_1).equals(text);
    }

    private JpegHeader header() throws DamagedPicture {
      Bytes sof = new Bytes(frame, 0);
      int precision = sof.u8();
      if (precision != 8) {
        throw new DamagedPicture("JPEG with %d bits a sample, wants 8".formatted(precision));
      }
      int height = sof.u16BigEndian();
      int width = sof.u16BigEndian();
      int components = sof.u8();
      int[] ids = new int[components];
      for (int i = 0; i < components; i++) {
        ids[i] = sof.u8();
        sof.skip(2); // sampling factors, table
      }
      return new JpegHeader(width, height, colour(ids), orientation);
    }

    /** As libjpeg decides: a JFIF or Adobe segment, else the components' names. */
    private Colour colour(int[] ids) throws DamagedPicture {
      return switch (ids.length) {
        case 1 -> Colour.GRAY;
        case 3 -> {
          boolean named = ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B';
          boolean rgb = adobeTransform == NO_ADOBE ? named : adobeTransform == 0;
          yield rgb && !jfif ? Colour.RGB : Colour.YCBCR;
        }
        case 4 -> adobeTransform > 0 ? Colour.YCCK : Colour.CMYK;
        default ->
            throw new DamagedPicture(
                "JPEG with %d components, wants 1, 3 or 4".formatted(ids.length));
      };
    }
  }
}
