package org.nexusgen.encoder.caching;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.observe.CacheListener;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.PixelSize;

/**
 * Asks another encoder for the pictures that it has not seen yet. Since encoders look at each
 * picture by itself, pictures are remembered one by one. Two threads that bring the same new
 * picture at once may both have it encoded; both get the same numbers.
 */
final class CachingVisionEncoder implements VisionEncoder {
  private static final String CACHE = "vision encoder";

  private final VisionEncoder wrapped;
  private final Memory memory;
  private final CacheListener listener;

  /** Takes over the encoder that it wraps. */
  CachingVisionEncoder(VisionEncoder wrapped, Memory memory, CacheListener listener) {
    this.wrapped = wrapped;
    this.memory = memory;
    this.listener = listener;
  }

  @Override
  public VisionEncoding encode(List<Image> images, ImageRoute route) {
    List<String> keys =
        images.stream().map(image -> Fingerprint.of(image, "route " + route)).toList();
    Map<String, VisionEncoding> known = new HashMap<>();
    Map<String, Image> unknown = new LinkedHashMap<>();
    for (int i = 0; i < images.size(); i++) {
      String key = keys.get(i);
      Image image = images.get(i);
      recall(key)
          .ifPresentOrElse(encoding -> known.put(key, encoding), () -> unknown.put(key, image));
    }
    if (!unknown.isEmpty() || images.isEmpty()) { // no picture at all is the other's to refuse
      List<String> newKeys = List.copyOf(unknown.keySet());
      List<VisionEncoding> made =
          Encodings.split(wrapped.encode(List.copyOf(unknown.values()), route));
      for (int i = 0; i < newKeys.size(); i++) {
        memory.put(newKeys.get(i), made.get(i));
        known.put(newKeys.get(i), made.get(i));
      }
    }
    return Encodings.join(
        keys.stream().map(key -> Objects.requireNonNull(known.get(key))).toList());
  }

  @Override
  public VisionEncoding encode(Image image, PixelSize size) {
    String key = Fingerprint.of(image, "size " + size);
    Optional<VisionEncoding> remembered = recall(key);
    if (remembered.isPresent()) {
      return remembered.get();
    }
    VisionEncoding made = wrapped.encode(image, size);
    memory.put(key, made);
    return made;
  }

  private Optional<VisionEncoding> recall(String key) {
    Optional<VisionEncoding> found = memory.get(key);
    listener.asked(CACHE, found.isPresent());
    return found;
  }

  @Override
  public void close() {
    memory.clear();
    wrapped.close();
  }
}
