package com.example.host;

import java.nio.file.Path;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.image.ImageFiles;

/** Arguments: the model's folder, a description, the picture to write, the number of steps. */
public final class Paint {
  private Paint() {}

  public static void main(String[] arguments) {
    DecodeOptions options = DecodeOptions.model().withSteps(Integer.parseInt(arguments[3]));
    try (NexusGen model = NexusGen.open(NexusGenConfig.of(Path.of(arguments[0])))) {
      Painting painting = model.generate(PaintingRequest.of(arguments[1]).withDecoding(options));
      ImageFiles.installed().writePng(painting.image(), Path.of(arguments[2]));
    }
  }
}
