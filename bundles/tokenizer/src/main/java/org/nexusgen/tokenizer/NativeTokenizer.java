package org.nexusgen.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;

/**
 * The HF tokenizers library on one definition: no truncation, no padding, no special tokens of its
 * own. Native memory must not be used once it is freed, so closing waits for calls that run.
 */
final class NativeTokenizer implements AutoCloseable {
  /** Longest text of one call; far above any context, low enough for the native regex engine. */
  static final int MAX_CHARACTERS = 1_000_000;

  private static final Map<String, String> OPTIONS =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

  private static final String OFFLINE = "ai.djl.offline";

  private final String where;
  private final HuggingFaceTokenizer library;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private NativeTokenizer(String where, HuggingFaceTokenizer library) {
    this.where = where;
    this.library = library;
  }

  /**
   * @param where the file, for messages
   * @throws BadInputException if the library refuses the definition
   */
  static NativeTokenizer open(String where, String json) {
    // DJL reports its use over the net unless it is told to stay off it.
    if (System.getProperty(OFFLINE) == null) {
      System.setProperty(OFFLINE, "true");
    }
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    // It looks for its native part through the thread's class loader, which may be anybody's.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(HuggingFaceTokenizer.class.getClassLoader());
    try (ByteArrayInputStream in = new ByteArrayInputStream(bytes)) {
      return new NativeTokenizer(where, HuggingFaceTokenizer.newInstance(in, OPTIONS));
    } catch (IOException e) {
      throw new BadInputException(where + " cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      if (e.getClass() == RuntimeException.class) {
        throw bad(where, e);
      }
      throw notLoaded(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The library unpacks itself into a cache folder; why it cannot is its innermost cause. */
  static NexusGenException notLoaded(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new NexusGenException(
        "the tokenizer library cannot be loaded: %s (its files are unpacked to %s; NEXUSGEN_CACHE names another folder)"
            .formatted(cause.getMessage(), System.getProperty("DJL_CACHE_DIR", "~/.djl.ai")),
        failure);
  }

  /** The library has no exception type of its own for a bad definition. */
  private static BadInputException bad(String where, RuntimeException failure) {
    return new BadInputException(where + ": " + failure.getMessage(), failure);
  }

  /** Ids of a text; added tokens in it count. */
  int[] encode(String text) {
    return ids(encoding(text));
  }

  /** Ids with the characters that each came from. */
  Encoding encoding(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new BadInputException(
          "text of %d characters: at most %d can be encoded at once"
              .formatted(text.length(), MAX_CHARACTERS));
    }
    return locked(tokenizer -> tokenizer.encode(wellFormed(text), false, false));
  }

  static int[] ids(Encoding encoding) {
    return Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
  }

  /** Text of ids; ids that no token has give nothing. */
  String decode(int[] ids, boolean skipSpecialTokens) {
    long[] known = Arrays.stream(ids).filter(id -> id >= 0).asLongStream().toArray();
    return locked(tokenizer -> tokenizer.decode(known, skipSpecialTokens));
  }

  /** Halves of surrogate pairs that stand alone become question marks, as Java encodes them. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private <T> T locked(Function<HuggingFaceTokenizer, T> call) {
    Lock reading = lock.readLock();
    reading.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the tokenizer is closed");
      }
      return call.apply(library);
    } catch (RuntimeException e) {
      throw e.getClass() == RuntimeException.class ? bad(where, e) : e;
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void close() {
    Lock writing = lock.writeLock();
    writing.lock();
    try {
      if (!closed) {
        closed = true;
        library.close();
      }
    } finally {
      writing.unlock();
    }
  }
}
