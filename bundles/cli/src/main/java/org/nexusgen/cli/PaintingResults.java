package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.nexusgen.api.Painting;
import org.nexusgen.api.image.Image;

/** Tells what a command painted. */
final class PaintingResults {
  private PaintingResults() {}

  static void tell(Job job, String command, List<Painting> paintings, List<Path> files) {
    Painting first = paintings.get(0);
    Image image = first.image();
    JsonResult result =
        new JsonResult(command)
            .put("text", first.text())
            .put("ids", ids(first))
            .put("prompt", first.prompt())
            .put("prompts", paintings.stream().map(Painting::prompt).toList())
            .files(files)
            .put("seed", first.seeds().get(0))
            .put("seeds", paintings.stream().flatMap(one -> one.seeds().stream()).toList())
            .put("size", List.of(image.width(), image.height()))
            .put("skipped_calls", first.pictures().get(0).skippedCalls());
    paintings.subList(1, paintings.size()).forEach(other -> job.warn(other.report()));
    job.tell(result, first.report());
  }

  /** Ids that the backbone wrote; none for decoded embeddings. */
  private static List<Long> ids(Painting painting) {
    var output = painting.report().tensors().get("output_ids");
    return output == null ? List.of() : Arrays.stream(output.longs()).boxed().toList();
  }
}
