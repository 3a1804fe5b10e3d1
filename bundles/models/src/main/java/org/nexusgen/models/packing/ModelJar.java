package org.nexusgen.models.packing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nexusgen.models.store.FileList;

/** A model as a bundle: a manifest, the list, the files; no code. */
record ModelJar(FileList files, List<PackedEntry> entries) {
  /** Of every entry, so that the same files give the same bytes; older ones no jar can say. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private static final String ACTIVATOR = "org.nexusgen.models.ModelActivator";
  private static final String IMPORTS =
      "org.nexusgen.models;version=\"[1.0,2)\",org.nexusgen.api.weights;version=\"[1.0,2)\"";

  void writeTo(Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, JarFile.MANIFEST_NAME, manifest());
      put(zip, FileList.PLACE, files.text().getBytes(StandardCharsets.UTF_8));
      for (PackedEntry entry : entries) {
        zip.putNextEntry(stored(FileList.CONTENT + entry.path(), entry.bytes(), entry.crc32()));
        Files.copy(entry.file(), zip); // a file that changed meanwhile has another checksum
        zip.closeEntry();
      }
    }
  }

  private static void put(ZipOutputStream zip, String path, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    zip.putNextEntry(stored(path, bytes.length, crc.getValue()));
    zip.write(bytes);
    zip.closeEntry();
  }

  private static ZipEntry stored(String path, long bytes, long crc32) {
    ZipEntry entry = new ZipEntry(path);
    entry.setTimeLocal(TIME);
    entry.setSize(bytes);
    entry.setCompressedSize(bytes);
    entry.setCrc(crc32);
    return entry;
  }

  private byte[] manifest() throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", files.name());
    headers.putValue("Bundle-Version", files.version());
    headers.putValue("Bundle-Name", "Model " + files.name());
    headers.putValue("Bundle-Activator", ACTIVATOR);
    headers.putValue("Import-Package", IMPORTS);
    headers.putValue(FileList.HEADER, files.digest());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }
}
