package org.nexusgen.langchain4j;

import dev.langchain4j.data.image.Image;
import java.util.Base64;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.ImageFiles;

/** LangChain4j's pictures and ours. */
record Pictures(ImageFiles files) {
  private static final String NAME = "picture of a message";

  /**
   * @throws BadInputException if it holds no base64 data, or no picture
   */
  org.nexusgen.api.image.Image read(Image image) {
    String data = image.base64Data();
    if (data == null || data.isEmpty()) {
      throw new BadInputException(
          NAME
              + ": got "
              + (image.url() == null ? "nothing" : "an address")
              + ", wants base64 data; nothing is fetched, so read it and give its bytes");
    }
    try {
      return files.read(Base64.getMimeDecoder().decode(data), NAME);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(NAME + ": its data is not base64: " + e.getMessage(), e);
    }
  }

  Image write(org.nexusgen.api.image.Image image, String prompt) {
    return Image.builder()
        .base64Data(Base64.getEncoder().encodeToString(files.toPng(image)))
        .mimeType("image/png")
        .revisedPrompt(prompt)
        .build();
  }
}
