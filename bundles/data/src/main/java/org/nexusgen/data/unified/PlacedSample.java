package org.nexusgen.data.unified;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nexusgen.data.json.Place;

/** A sample and the line that it was read from. */
public record PlacedSample(Place place, Sample sample) {
  /** The picture files; relative ones start at the folder of the dataset's file. */
  public List<Path> imageFiles() {
    return sample.images().stream().map(this::file).toList();
  }

  private Path file(String image) {
    if (image.matches("(?i)[a-z][a-z0-9+.-]+://.*|data:.*")) {
      throw place.bad(
          "image '%s' is no file; download it, or convert embedded pictures with"
                  .formatted(Shown.shorten(image))
              + " 'nexusgen data convert --from openai'");
    }
    try {
      Path folder = Optional.ofNullable(place.file().getParent()).orElse(Path.of(""));
      return folder.resolve(image);
    } catch (InvalidPathException e) {
      throw place.bad("image '%s' is not a path".formatted(Shown.shorten(image)), e);
    }
  }
}
