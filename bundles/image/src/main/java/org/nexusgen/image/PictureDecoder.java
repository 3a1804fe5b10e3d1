package org.nexusgen.image;

import java.io.IOException;
import org.nexusgen.api.image.Image;

/** Reads pictures of one format. Stateless. */
interface PictureDecoder {
  /**
   * Reads the picture, or the first one of several.
   *
   * @param content the whole file
   * @param name of the file, for messages
   * @param limit to be asked before pixels are allocated
   * @throws IOException if the content breaks the format's rules
   */
  Image decode(byte[] content, String name, PixelLimit limit) throws IOException;
}
