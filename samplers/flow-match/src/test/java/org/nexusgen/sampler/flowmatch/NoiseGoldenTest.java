package org.nexusgen.sampler.flowmatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.tensor.Tensor;

@DisplayName("the noise is PyTorch's, bit for bit")
class NoiseGoldenTest {
  private final Map<String, Tensor> golden = GoldenTensors.read("noise/noise.safetensors");

  private Tensor golden(long seed, String name) {
    return GoldenTensors.get(golden, "seed" + seed + "_" + name);
  }

  private static byte[] bytes(Tensor tensor) {
    byte[] bytes = new byte[tensor.bytes().remaining()];
    tensor.bytes().get(bytes);
    return bytes;
  }

  private static void assertSameBits(float[] got, Tensor wanted) {
    assertThat(bytes(Tensor.of(got, got.length))).isEqualTo(bytes(wanted));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 42, 52, 2147483648L})
  @DisplayName("float32, short and long, with and without a ragged tail")
  void float32(long seed) {
    TorchCpuNoise noise = new TorchCpuNoise();
    for (int count : new int[] {5, 15, 16, 17, 33}) {
      assertSameBits(noise.normal(seed, count), golden(seed, "" + count));
    }
    assertSameBits(noise.normal(seed, 16 * 16 * 16), golden(seed, "1x16x16x16"));
  }

  @Test
  @DisplayName("the latents of a picture of 512 x 512")
  void latents() {
    assertSameBits(new TorchCpuNoise().normal(42, 16 * 64 * 64), golden(42, "1x16x64x64"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 33e5e1492edd7110d7f1a65492cbc485924cb2dc9343099bd01121af5e47a0e7",
    "42, 23c72e908d9e3fbe50836a02f09ccde0acfcf28c00dec75b986c49dadf0c115e",
    "52, 10cb45098ca784e613e8fe0e5eea3c5090da73838a7779e06f1b9d737666f467",
    "2147483648, eaaaf98f63915ce1ae55e6eaaacb06608bef79a5ea584758bfa11b1bfd3dbede"
  })
  @DisplayName("the latents of a picture of 512 x 512, by checksum")
  void checksums(long seed, String sha256) throws NoSuchAlgorithmException {
    float[] values = new TorchCpuNoise().normal(seed, 16 * 64 * 64);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(bytes(Tensor.of(values, values.length)));
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 42, 52, 2147483648L})
  @DisplayName("one generator asked four times")
  void sequence(long seed) {
    TorchGenerator generator = new TorchGenerator(seed);
    assertSameBits(generator.normal(5), golden(seed, "seq_a5"));
    assertSameBits(generator.normal(5), golden(seed, "seq_b5"));
    assertSameBits(generator.normal(20), golden(seed, "seq_c20"));
    assertSameBits(generator.normal(3), golden(seed, "seq_d3"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 42, 52, 2147483648L})
  @DisplayName("float16 and bfloat16")
  void narrowTypes(long seed) {
    for (int count : new int[] {5, 17}) {
      assertThat(shorts(new TorchGenerator(seed).normalHalf(count)))
          .isEqualTo(bytes(golden(seed, "f16_" + count)));
      assertThat(shorts(new TorchGenerator(seed).normalBf16(count)))
          .isEqualTo(bytes(golden(seed, "bf16_" + count)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 42, 52, 2147483648L})
  @DisplayName("float64, but for the last bits: Java's logarithm and sine are not C's")
  void float64(long seed) {
    for (int count : new int[] {5, 17}) {
      DoubleBuffer wanted = golden(seed, "f64_" + count).bytes().asDoubleBuffer();
      for (double value : new TorchGenerator(seed).normalDouble(count)) {
        double expected = wanted.get();
        assertThat(value).isCloseTo(expected, within(4 * Math.ulp(expected)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 42, 52, 2147483648L})
  @DisplayName("uniform numbers, bounded integers and raw draws")
  void uniform(long seed) {
    TorchGenerator floats = new TorchGenerator(seed);
    for (float wanted : golden(seed, "rand20").floats()) {
      assertThat(floats.uniform()).isEqualTo(wanted);
    }
    TorchGenerator integers = new TorchGenerator(seed);
    for (long wanted : golden(seed, "randint1000_x8").longs()) {
      assertThat(integers.randint(1000)).isEqualTo(wanted);
    }
    TorchGenerator raw = new TorchGenerator(seed);
    for (int wanted : golden(seed, "random31_x16").ints()) {
      assertThat(raw.random31()).isEqualTo(wanted);
    }
  }

  @Test
  @DisplayName("only the low 32 bits of a seed count")
  void wideSeeds() {
    TorchCpuNoise noise = new TorchCpuNoise();
    assertThat(noise.normal((1L << 40) + 5, 20)).isEqualTo(noise.normal(5, 20));
  }

  private static byte[] shorts(short[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asShortBuffer().put(values);
    return buffer.array();
  }
}
