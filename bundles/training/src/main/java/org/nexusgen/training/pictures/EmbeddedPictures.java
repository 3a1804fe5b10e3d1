package org.nexusgen.training.pictures;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;

/**
 * Embeddings of pictures by the frozen vision encoder; the latest ones are remembered by content.
 * Thread-safe.
 */
public final class EmbeddedPictures implements AutoCloseable {
  private final VisionEncoder encoder;
  private final Map<String, ImageEmbedding> latest;

  /**
   * @param encoder that does it; closed with this
   * @param capacity embeddings that are remembered
   */
  public EmbeddedPictures(VisionEncoder encoder, int capacity) {
    this.encoder = encoder;
    this.latest =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, ImageEmbedding> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The embeddings of some pictures, in their order. */
  public synchronized List<ImageEmbedding> of(List<Image> pictures, ImageRoute route) {
    List<String> keys = pictures.stream().map(picture -> key(picture, route)).toList();
    Map<String, ImageEmbedding> found = new LinkedHashMap<>();
    Map<String, Image> missing = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      ImageEmbedding known = latest.get(keys.get(i));
      if (known == null) {
        missing.put(keys.get(i), pictures.get(i));
      } else {
        found.put(keys.get(i), known);
      }
    }
    if (!missing.isEmpty()) {
      List<ImageEmbedding> made = encoder.encode(List.copyOf(missing.values()), route).embeddings();
      int at = 0;
      for (String key : missing.keySet()) {
        found.put(key, made.get(at++));
      }
      latest.putAll(found);
    }
    List<ImageEmbedding> ordered = new ArrayList<>();
    for (String key : keys) {
      ordered.add(java.util.Objects.requireNonNull(found.get(key)));
    }
    return ordered;
  }

  private static String key(Image picture, ImageRoute route) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(picture.pixels());
      return "%s %d %s".formatted(route, picture.width(), HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() {
    encoder.close();
  }
}
