package org.nexusgen.models.packing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelPacker;
import org.nexusgen.models.store.FileList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Packs a folder as it is: its files are stored, not compressed, since weights do not shrink, and
 * the bytes of a jar do not depend on a Java version's compressor then.
 */
@Component
public final class FolderModelPacker implements ModelPacker {
  @Activate
  public FolderModelPacker() {}

  @Override
  public Packed pack(ModelFolder model, Path jar, String name, String version) {
    Path target = jar.toAbsolutePath().normalize();
    if (target.startsWith(model.root())) {
      throw new BadInputException(
          "%s lies in the folder that is packed, and would be in the next jar; name a place outside of %s"
              .formatted(target, model.root()));
    }
    try {
      Map<String, Path> found = ModelFiles.of(model);
      List<PackedEntry> entries = new ArrayList<>();
      for (Map.Entry<String, Path> one : found.entrySet()) {
        entries.add(PackedEntry.measured(one.getKey(), one.getValue()));
      }
      FileList files =
          new FileList(name, version, entries.stream().map(PackedEntry::listed).toList());
      write(files, entries, target);
      return new Packed(target, entries.size(), files.bytes(), License.notes(entries));
    } catch (IOException e) {
      throw new NexusGenException(
          "model %s cannot be packed into %s: %s".formatted(model.root(), target, e), e);
    }
  }

  private static void write(FileList files, List<PackedEntry> entries, Path target)
      throws IOException {
    Path folder = target.resolveSibling("");
    if (!Files.isDirectory(folder)) {
      throw new BadInputException("no folder " + folder + " to write " + target + " into");
    }
    Path part = folder.resolve("." + UUID.randomUUID() + ".part");
    try {
      new ModelJar(files, entries).writeTo(part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
