package org.nexusgen.data.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The command 'data'")
class DataCommandTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void pictures() {
    DataRun.picture(folder.resolve("pics/a.png"), 8, 8, 1);
    DataRun.picture(folder.resolve("pics/b.png"), 9, 8, 2);
  }

  private Path shapes(String name, int count, Object... more) {
    Path out = folder.resolve(name);
    Object[] words = new Object[more.length + 5];
    System.arraycopy(new Object[] {"shapes", "--count", count, "-o", out}, 0, words, 0, 5);
    System.arraycopy(more, 0, words, 5, more.length);
    DataRun run = DataRun.of(words);
    assertThat(run.code()).as(run.err()).isZero();
    return out.resolve("data.jsonl");
  }

  @Test
  @DisplayName("writes a shapes dataset that it finds right, the same for the same seed")
  void shapesAreRight() {
    Path one = shapes("one", 40, "--seed", 3);
    Path two = shapes("two", 40, "--seed", 3);
    Path three = shapes("three", 40, "--seed", 4);
    assertThat(one).hasSameTextualContentAs(two);
    assertThat(DataRun.lines(one)).isNotEqualTo(DataRun.lines(three));
    assertThat(DataRun.of("validate", one)).isEqualTo(new DataRun(0, "", ""));
    DataRun stats = DataRun.of("stats", one, "--sizes", "--json");
    assertThat(stats.out()).contains("\"samples\":40", "\"most_width\":72", "\"least_height\":72");
  }

  @Test
  @DisplayName("writes shapes of the settings that are named, with what a scorer must know")
  void shapesHaveSettings() {
    Path data =
        shapes("w", 20, "--tasks", "0:0:1", "--world", "kinds=recolour", "--world", "objects=2");
    assertThat(DataRun.lines(data))
        .hasSize(20)
        .allMatch(
            line -> line.contains("\"kind\":\"recolour\"") && line.contains("\"objects\":\"2\""));
    Object out = folder.resolve("x");
    for (String wrong : new String[] {"colour=red", "alternatives=yes", "drills=3"}) {
      DataRun run = DataRun.of("shapes", "--count", 30, "-o", out, "--world", wrong);
      assertThat(run.code()).as(wrong).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("splits so that samples of one picture stay together, and loses none")
  void splitsByContent() {
    Path data = shapes("d", 60, "--tasks", "1:0:0");
    DataRun run = DataRun.of("split", data, "--test", "0.3", "-o", folder.resolve("s"));
    assertThat(run.code()).as(run.err()).isZero();
    var train = DataRun.lines(folder.resolve("s/train.jsonl"));
    var test = DataRun.lines(folder.resolve("s/test.jsonl"));
    assertThat(train.size() + test.size()).isEqualTo(60);
    assertThat(test.size()).isBetween(5, 35);
    assertThat(DataRun.of("validate", folder.resolve("s")).code()).isZero();
  }

  @Test
  @DisplayName("mixes by ratio at every length")
  void mixesByRatio() {
    Path a = shapes("a", 30, "--tasks", "1:0:0");
    Path b = shapes("b", 30, "--tasks", "0:1:0");
    Path mixed = folder.resolve("m/mixed.jsonl");
    DataRun run = DataRun.of("mix", a + "=1", b + "=3", "--count", 20, "-o", mixed);
    assertThat(run.out()).isEqualTo("5 %s\n15 %s\n".formatted(a, b));
    assertThat(DataRun.of("validate", mixed).code()).isZero();
    assertThat(DataRun.lines(mixed).subList(0, 4))
        .filteredOn(line -> line.contains("../a/images"))
        .hasSize(1);
    // Without a count it ends where the larger share has no more.
    DataRun all = DataRun.of("mix", a + "=1", b + "=3", "-o", mixed);
    assertThat(all.out()).isEqualTo("10 %s\n30 %s\n".formatted(a, b));
    DataRun again = DataRun.of("mix", a + "=1", "--repeat", "--count", 70, "-o", mixed);
    assertThat(again.out()).isEqualTo("70 %s\n".formatted(a));
  }

  @Test
  @DisplayName("knows equal content under other names")
  void dedupesByContent() {
    DataRun.picture(folder.resolve("pics/copy.png"), 8, 8, 1);
    String line =
        "{\"images\":[\"pics/%s\"],\"messages\":[{\"role\":\"user\",\"content\":\"<image>%s\"},"
            + "{\"role\":\"assistant\",\"content\":\"x\"}]}\n";
    Path file =
        DataRun.write(
            folder.resolve("d.jsonl"),
            line.formatted("a.png", "q")
                + line.formatted("copy.png", "q")
                + line.formatted("b.png", "q")
                + line.formatted("a.png", "other"));
    DataRun run = DataRun.of("dedupe", file, "-o", folder.resolve("x/o.jsonl"));
    assertThat(run.out()).isEqualTo("kept 3 dropped 1\n");
    assertThat(DataRun.lines(folder.resolve("x/o.jsonl")).get(0)).contains("../pics/a.png");
  }

  @Test
  @DisplayName("cuts into shards that read as one dataset")
  void shards() {
    Path data = shapes("d", 25);
    Path out = folder.resolve("shards");
    assertThat(DataRun.of("shard", data, "--samples", 10, "-o", out).out()).isEqualTo("shards 3\n");
    assertThat(DataRun.lines(out.resolve("shard-00002.jsonl"))).hasSize(5);
    assertThat(DataRun.of("stats", out, "--json").out()).contains("\"samples\":25");
  }

  private String converted(String format, Path input) {
    Path out = folder.resolve("out/" + format + ".jsonl");
    DataRun run = DataRun.of("convert", "--from", format, input, "-o", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(DataRun.of("validate", out)).isEqualTo(new DataRun(0, "", ""));
    return String.join("\n", DataRun.lines(out));
  }

  @Test
  @DisplayName("converts LLaVA's conversations, an array or lines")
  void convertsLlava() {
    String object =
        "{\"id\":\"1\",\"image\":\"pics/a.png\",\"conversations\":[{\"from\":\"human\",\"value\":"
            + "\"<image>\\nwhat?\"},{\"from\":\"gpt\",\"value\":\"that\"}]}";
    String expected =
        "{\"images\":[\"../pics/a.png\"],\"messages\":[{\"role\":\"user\",\"content\":"
            + "\"<image>\\nwhat?\"},{\"role\":\"assistant\",\"content\":\"that\"}]}";
    Path array = DataRun.write(folder.resolve("l.json"), " [\n" + object + ",\n" + object + "]\n");
    assertThat(converted("llava", array)).isEqualTo(expected + "\n" + expected);
    Path lines = DataRun.write(folder.resolve("l.jsonl"), object.replace("<image>\\n", "") + "\n");
    assertThat(converted("sharegpt", lines)).isEqualTo(expected.replace("\\n", ""));
  }

  @Test
  @DisplayName("converts OpenAI's chats with embedded pictures")
  void convertsOpenAi() {
    String data = Base64.getEncoder().encodeToString(DataRun.png(8, 8, 5));
    Path file =
        DataRun.write(
            folder.resolve("o.jsonl"),
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                + "{\"url\":\"data:image/png;base64,"
                + data
                + "\"}},{\"type\":\"text\",\"text\":\"what?\"}]},"
                + "{\"role\":\"assistant\",\"content\":\"gray\"}]}");
    assertThat(converted("openai", file))
        .contains("openai.jsonl.images/00000000.png", "<image>what?", "gray");
  }

  @Test
  @DisplayName("converts captions in CSV with quoted cells")
  void convertsCaptions() {
    Path file =
        DataRun.write(
            folder.resolve("c.csv"),
            "file_name,text\r\npics/a.png,\"a \"\"red\"\", round\nball\"\r\npics/b.png,b\r\n");
    assertThat(converted("captions", file))
        .contains("description: a \\\"red\\\", round\\nball", "based on the description: <image>");
  }

  @Test
  @DisplayName("converts editing triples under the names of the known datasets")
  void convertsTriples() {
    Path file =
        DataRun.write(
            folder.resolve("t.jsonl"),
            """
            {"input_image":"pics/a.png","edit":"one","output_image":"pics/b.png"}
            {"source_image":"pics/a.png","edit_prompt":"two","edited_image":"pics/b.png"}
            {"src_img":"pics/a.png","edited_prompt_list":["three","x"],"edited_img":"pics/b.png"}
            {"image_1":"pics/a.png","editing_instruction":"four","image_2":"pics/b.png"}
            """);
    assertThat(converted("triples", file).lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("{\"images\":[\"../pics/a.png\",\"../pics/b.png\"]"))
        .anyMatch(line -> line.contains("<image> three"));
  }

  @Test
  @DisplayName("converts WebDataset archives, never writing where their names point")
  void convertsWebDataset() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(zip)) {
      put(tar, "../../evil.png", DataRun.png(8, 8, 9));
      put(tar, "../../evil.txt", "a ball".getBytes(StandardCharsets.UTF_8));
      put(tar, "s/0002.json", "{\"caption\":\"a cube\"}".getBytes(StandardCharsets.UTF_8));
      put(tar, "s/0002.png", DataRun.png(9, 9, 9));
    }
    Path file = DataRun.write(folder.resolve("w.tar.gz"), bytes.toByteArray());
    assertThat(converted("webdataset", file)).contains("a ball", "a cube", "images/00000001.png");
    assertThat(folder.resolve("out/webdataset.jsonl.images").toFile().list()).hasSize(2);
    byte[] half = java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    Path cut = DataRun.write(folder.resolve("cut.tar"), half);
    DataRun run =
        DataRun.of("convert", "--from", "webdataset", cut, "-o", folder.resolve("c.jsonl"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("not a tar file, or damaged").hasLineCount(1);
    assertThat(folder.resolve("c.jsonl")).doesNotExist();
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  @Test
  @DisplayName("says which line of a foreign file is wrong")
  void foreignErrorsNameLines() {
    Path json = DataRun.write(folder.resolve("l.json"), "[\n{\"conversations\":[]},\n{\"x\":1}]");
    DataRun run = DataRun.of("convert", "--from", "llava", json, "-o", folder.resolve("o.jsonl"));
    assertThat(run.err()).startsWith("nexusgen: " + json + ":2: ").hasLineCount(1);
    Path csv = DataRun.write(folder.resolve("c.csv"), "image,caption\na,b\nc,d,e\n");
    DataRun cells =
        DataRun.of("convert", "--from", "captions", csv, "-o", folder.resolve("o.jsonl"));
    assertThat(cells.err()).startsWith("nexusgen: " + csv + ":3: 3 cells").hasLineCount(1);
    Path open = DataRun.write(folder.resolve("q.csv"), "image,caption\n\"a,b\n");
    DataRun quote =
        DataRun.of("convert", "--from", "captions", open, "-o", folder.resolve("o.jsonl"));
    assertThat(quote.err()).contains(":2: a quoted cell has no closing quote").hasLineCount(1);
  }
}
