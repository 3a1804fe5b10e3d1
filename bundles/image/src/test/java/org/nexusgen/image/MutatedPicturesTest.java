package org.nexusgen.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;

/**
 * Random damage: whatever comes in, a picture within the limit or a {@link BadInputException} comes
 * out. The seed is in the message; {@code -Dimage.fuzz.seed} and {@code -Dimage.fuzz.rounds} repeat
 * and lengthen a run.
 */
@DisplayName("Randomly damaged pictures never do worse than a clear refusal:")
class MutatedPicturesTest {
  private static final long SEED = Long.getLong("image.fuzz.seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("image.fuzz.rounds", 1500);

  /** Small, so that a header that was made huge does not slow the test down. */
  private static final PixelLimit LIMIT = new PixelLimit(1 << 20);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alpha.png",
        "interlaced.png",
        "photo420.jpg",
        "photocmyk.jpg",
        "photoprogressive.jpg",
        "picture.gif",
        "colours.bmp",
        "palette.bmp"
      })
  void stayWithinBounds(String name) {
    byte[] sound = sound(name);
    JavaImageFiles files = new JavaImageFiles(LIMIT);
    Random random = new Random(SEED ^ name.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = mutate(sound, random);
      if (name.endsWith(".png") && random.nextBoolean()) {
        repairChecksums(damaged); // or the checksums would hide what lies behind them
      }
      try {
        Image image = files.read(damaged, name);
        assertThat((long) image.width() * image.height()).isLessThanOrEqualTo(LIMIT.pixels());
      } catch (BadInputException e) {
        assertThat(e).hasMessageContaining(name);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        fail("seed %d, round %d of %s".formatted(SEED, round, name), e);
      }
    }
  }

  private static byte[] sound(String name) {
    return switch (name) {
      case "interlaced.png" ->
          Samples.writeInterlaced(Samples.gradient(19, 13, BufferedImage.TYPE_4BYTE_ABGR), "png");
      case "colours.bmp" ->
          Samples.write(Samples.gradient(19, 13, BufferedImage.TYPE_3BYTE_BGR), "bmp");
      case "palette.bmp" ->
          Samples.write(Samples.gradient(19, 13, BufferedImage.TYPE_BYTE_INDEXED), "bmp");
      default -> Pillow.bytes(name);
    };
  }

  private static byte[] mutate(byte[] sound, Random random) {
    byte[] damaged = sound.clone();
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      // Half of the damage goes to the head, where the structure is.
      int range = random.nextBoolean() ? Math.min(64, damaged.length) : damaged.length;
      int at = random.nextInt(range);
      switch (random.nextInt(4)) {
        case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> damaged[at] = (byte) random.nextInt(256);
        case 2 -> damaged[at] = (byte) (random.nextBoolean() ? 0xff : 0);
        default -> {
          if (i == 0) {
            damaged = Arrays.copyOf(damaged, Math.max(1, at));
          }
        }
      }
    }
    return damaged;
  }

  private static void repairChecksums(byte[] file) {
    int at = 8;
    while (at + 12 <= file.length) {
      long length = 0;
      for (int i = 0; i < 4; i++) {
        length = length << 8 | file[at + i] & 0xff;
      }
      if (length > file.length - at - 12) {
        return;
      }
      CRC32 crc = new CRC32();
      crc.update(file, at + 4, 4 + (int) length);
      int sum = at + 8 + (int) length;
      for (int i = 0; i < 4; i++) {
        file[sum + i] = (byte) (crc.getValue() >> (24 - 8 * i));
      }
      at = sum + 4;
    }
  }
}
