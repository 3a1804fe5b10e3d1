package org.nexusgen.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.nexusgen.api.image.Image;

/**
 * Reads JPEG files. The JDK decodes the components; colours are made of them here, because the JDK
 * guesses RGB where libjpeg does not, applies profiles, and refuses CMYK. Pixels are those of
 * Pillow with libjpeg-turbo on every kind tried; other builds of libjpeg may differ by a level or
 * two in subsampled chroma, since they interpolate it differently.
 */
final class JpegDecoder implements PictureDecoder {
  /** What is kept at once: the raster's components and the pixels made of them. */
  private static final int BYTES_PER_PIXEL = 4 + 3;

  @Override
  public Image decode(byte[] content, String name, PixelLimit limit) throws IOException {
    JpegHeader header = JpegHeader.parse(content);
    limit.check(name, header.width(), header.height(), BYTES_PER_PIXEL);
    Raster raster = readRaster(content);
    if (raster.getNumBands() != header.colour().components()
        || raster.getWidth() != header.width()
        || raster.getHeight() != header.height()) {
      throw new DamagedPicture("JPEG whose frame and scans disagree");
    }
    return header.orientation().apply(JpegColours.toRgb(raster, header.colour()));
  }

  private static Raster readRaster(byte[] content) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    if (!readers.hasNext()) {
      throw new IOException("this Java runtime has no JPEG reader");
    }
    ImageReader reader = readers.next();
    AtomicReference<String> damage = new AtomicReference<>("");
    // The listed damage leaves gray areas; other warnings are about harmless extra bytes.
    IIOReadWarningListener listener =
        (source, warning) -> {
          if (warning.contains("premature end")
              || warning.contains("Premature end")
              || warning.contains("bad Huffman")) {
            damage.set(warning);
          }
        };
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      reader.setInput(stream, true, true);
      reader.addIIOReadWarningListener(listener);
      Raster raster = reader.readRaster(0, null);
      if (!damage.get().isEmpty()) {
        throw new DamagedPicture(damage.get());
      }
      return raster;
    } finally {
      reader.dispose();
    }
  }
}
