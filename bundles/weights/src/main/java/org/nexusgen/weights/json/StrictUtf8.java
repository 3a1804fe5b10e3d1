package org.nexusgen.weights.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.nexusgen.api.BadInputException;

/** Whether bytes are UTF-8 without a byte order mark, in constant memory. */
public final class StrictUtf8 {
  private static final int CHUNK = 8192;

  private StrictUtf8() {}

  /**
   * @param error makes the exception from what is wrong
   * @throws BadInputException made by {@code error}
   */
  public static void check(byte[] bytes, Function<String, BadInputException> error) {
    if (bytes.length >= 2
        && ((bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff)
            || (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe))) {
      throw error.apply("the text is UTF-16, wants UTF-8");
    }
    if (bytes.length >= 3
        && bytes[0] == (byte) 0xef
        && bytes[1] == (byte) 0xbb
        && bytes[2] == (byte) 0xbf) {
      throw error.apply("the text begins with a byte order mark; save it as UTF-8 without one");
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(CHUNK);
    CoderResult result;
    do {
      result = decoder.decode(in, out.clear(), true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw error.apply("the text is not UTF-8 at byte " + in.position());
    }
  }
}
