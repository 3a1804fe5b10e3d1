package org.nexusgen.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.train.TrainingSample;

/**
 * One PNG for each kind: a column a sample, the picture to change above, the wanted one in the
 * middle, the painted one below and framed if it is wrong. {@code pictures.md} says what was asked.
 */
final class FolderGallery implements Gallery {
  private static final int MOST_COLUMNS = 12;

  private final Path folder;
  private final ImageFiles files;
  private final Map<String, List<Shown>> kinds = new LinkedHashMap<>();

  FolderGallery(Path folder, ImageFiles files) {
    this.folder = folder;
    this.files = files;
  }

  /** A column. */
  private record Shown(String asked, List<Image> pictures, boolean wrong) {}

  @Override
  public void show(TrainingSample sample, Image painted, boolean wrong) {
    List<Shown> shown =
        kinds.computeIfAbsent(
            sample.task().word() + "-" + sample.kind(), unused -> new ArrayList<>());
    if (shown.size() < MOST_COLUMNS) {
      List<Image> column = new ArrayList<>(SampleText.sources(sample));
      column.add(SampleText.target(sample));
      column.add(painted);
      shown.add(new Shown(SampleText.request(sample), column, wrong));
    }
  }

  @Override
  public void finish() {
    StringBuilder text = new StringBuilder();
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, List<Shown>> kind : kinds.entrySet()) {
        files.writePng(sheet(kind.getValue()).image(), folder.resolve(kind.getKey() + ".png"));
        text.append("## %s%n%n![](%s.png)%n%n".formatted(kind.getKey(), kind.getKey()));
        for (Shown shown : kind.getValue()) {
          text.append(
              "1. %s%s%n"
                  .formatted(
                      shown.asked().replace("<image>", "").strip(),
                      shown.wrong() ? " — wrong" : ""));
        }
        text.append("%n".formatted());
      }
      Files.writeString(folder.resolve("pictures.md"), text);
    } catch (IOException e) {
      throw new NexusGenException("%s cannot be written: %s".formatted(folder, e), e);
    }
  }

  private static ContactSheet sheet(List<Shown> columns) {
    ContactSheet sheet =
        new ContactSheet(
            columns.size(),
            columns.stream().mapToInt(one -> one.pictures().size()).max().orElse(1),
            columns.stream().flatMap(one -> one.pictures().stream()).toList());
    for (int x = 0; x < columns.size(); x++) {
      List<Image> pictures = columns.get(x).pictures();
      for (int y = 0; y < pictures.size(); y++) {
        boolean framed = columns.get(x).wrong() && y == pictures.size() - 1;
        sheet.put(x, y, pictures.get(y), framed);
      }
    }
    return sheet;
  }
}
