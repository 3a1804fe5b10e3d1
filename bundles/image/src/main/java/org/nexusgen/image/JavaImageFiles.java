package org.nexusgen.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.config.SettingName;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Picture files on the JVM alone: PNG, GIF and BMP in plain Java, which starts faster than ImageIO
 * and checks more; JPEG through the JDK's codec. Nothing here starts AWT's toolkit, so that it runs
 * on machines without a display.
 */
@Component(configurationPid = SettingName.FAMILY + JavaImageFiles.PART)
@Designate(ocd = JavaImageFiles.Settings.class)
public final class JavaImageFiles implements ImageFiles {
  static final String PART = "image";

  /** The largest file to read: uncompressed, a picture at the pixel limit is about as large. */
  private static final int MOST_BYTES = 1 << 29;

  private volatile PixelLimit limit;

  /** What {@code conf/image.properties} may say. */
  @ObjectClassDefinition(name = "Images", description = "Reads and writes pictures.")
  public @interface Settings {
    /** The largest picture to read. */
    @AttributeDefinition(
        description = "Pixels of the largest picture that is read; Pillow's limit if unchanged.",
        min = "1")
    long maxPixels() default PixelLimit.PILLOW_PIXELS;
  }

  /** With the settings of the process; for the service loader. */
  public JavaImageFiles() {
    this(ProcessSettings.of(Settings.class, PART));
  }

  /** With the component's configuration. */
  @Activate
  public JavaImageFiles(Settings settings) {
    this(new PixelLimit(settings.maxPixels()));
  }

  JavaImageFiles(PixelLimit limit) {
    this.limit = limit;
  }

  /** From now on; pictures that are being read keep the limit that they began with. */
  @Modified
  void modified(Settings settings) {
    limit = new PixelLimit(settings.maxPixels());
  }

  @Override
  public Image read(Path file) {
    byte[] content;
    try (InputStream stream = Files.newInputStream(file)) {
      content = stream.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new BadInputException("there is no picture file %s".formatted(file), e);
    } catch (IOException e) {
      String reason = Files.isDirectory(file) ? "it is a folder" : reason(e);
      throw new BadInputException("picture %s cannot be read: %s".formatted(file, reason), e);
    }
    return read(content, file.toString());
  }

  @Override
  public Image read(byte[] bytes, String name) {
    if (bytes.length == 0) {
      throw new BadInputException("picture %s is empty (0 bytes)".formatted(name));
    }
    if (bytes.length > MOST_BYTES) {
      throw new BadInputException(
          "picture %s is larger than %d MB".formatted(name, MOST_BYTES >> 20));
    }
    PictureDecoder decoder = decoder(PictureFormat.of(bytes), name);
    try {
      return decoder.decode(bytes, name, limit);
    } catch (EOFException e) {
      throw damaged(name, "truncated: its data end too early", e);
    } catch (IOException e) {
      throw damaged(name, reason(e), e);
    } catch (BadInputException e) {
      throw e;
    } catch (RuntimeException e) {
      // The JDK's JPEG reader answers some damage with unchecked exceptions of many kinds.
      throw damaged(name, e.toString(), e);
    }
  }

  private static PictureDecoder decoder(Optional<PictureFormat> format, String name) {
    if (format.isEmpty()) {
      throw new BadInputException(
          "%s is not a picture: wants a PNG, JPEG, GIF or BMP file".formatted(name));
    }
    return switch (format.get()) {
      case PNG -> new PngDecoder();
      case JPEG -> new JpegDecoder();
      case GIF -> new GifDecoder();
      case BMP -> new BmpDecoder();
      case WEBP, TIFF, JPEG_XL, HEIF, PDF, SVG ->
          throw new BadInputException(
              "%s is a %s file: convert it to PNG or JPEG first"
                  .formatted(name, format.get().title()));
    };
  }

  private static BadInputException damaged(String name, String what, Exception cause) {
    return new BadInputException("picture %s is damaged: %s".formatted(name, what), cause);
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  @Override
  public void writePng(Image image, Path file) {
    byte[] content = toPng(image);
    try {
      WholeFile.write(file, content);
    } catch (IOException e) {
      throw new NexusGenException(
          "picture %s cannot be written: %s".formatted(file, WholeFile.reason(file, e)), e);
    }
  }

  @Override
  public byte[] toPng(Image image) {
    return PngEncoder.encode(image);
  }
}
