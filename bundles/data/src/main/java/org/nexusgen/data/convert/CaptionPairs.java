package org.nexusgen.data.convert;

import java.nio.file.Path;
import java.util.List;
import org.nexusgen.data.json.Records;

/** Pictures and their captions, one a row of CSV or an object of JSON. */
final class CaptionPairs {
  static final List<String> IMAGE =
      List.of("image", "image_path", "file_name", "file", "path", "img_path", "filepath");
  static final List<String> CAPTION = List.of("caption", "text", "prompt", "description", "title");

  private final Conversion conversion;

  CaptionPairs(Conversion conversion) {
    this.conversion = conversion;
  }

  void convert(Path input) {
    Records.forEach(
        input,
        (place, row) -> {
          Object image = conversion.field(row, "image", IMAGE, place);
          Object caption = conversion.field(row, "caption", CAPTION, place);
          conversion.addCaption(
              place,
              conversion.file(Conversion.text(image, "image", place), place),
              Conversion.text(caption, "caption", place));
        });
  }
}
