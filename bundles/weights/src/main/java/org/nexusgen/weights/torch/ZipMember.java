package org.nexusgen.weights.torch;

/**
 * One stored file of a zip.
 *
 * @param header where its local header begins
 * @param offset where its bytes begin in the zip
 * @param length of its bytes
 */
record ZipMember(String name, long header, long offset, long length) {
  long end() {
    return offset + length;
  }
}
