package org.nexusgen.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.weights.InstalledModel;

@DisplayName("The store of unpacked models")
class ModelStoreTest {
  private static final String TEXT = "weights";
  private static final PackedFiles CONTENT = path -> stream(TEXT);

  @TempDir Path temp;

  private ModelStore store;
  private FileList files;
  private String origin;

  @BeforeEach
  void open() throws IOException {
    store = new ModelStore(temp.resolve("models"));
    files = list(TEXT.length(), TEXT);
    origin = "reference:" + Files.createFile(temp.resolve("a b.jar")).toUri();
  }

  @Test
  @DisplayName("unpacks a model once, and again if a file of it changed its size")
  void unpacksOnce() throws IOException {
    List<String> opened = new ArrayList<>();
    PackedFiles counted =
        path -> {
          opened.add(path);
          return stream(TEXT);
        };
    store.put(files, counted, origin);
    store.put(files, counted, origin);
    assertThat(opened).containsExactly("model/sub/a.bin");
    Path file = store.home(files).resolve("sub/a.bin");
    Files.writeString(file, "w");
    store.put(files, counted, origin);
    assertThat(file).hasContent(TEXT);
  }

  @Test
  @DisplayName("keeps nothing of a model that is damaged, too short or too long")
  void keepsNothingHalf() {
    assertDamaged(files, path -> stream("weightz"), "another SHA-256");
    assertDamaged(files, path -> stream("weight"), "has 6 bytes, wants 7");
    assertDamaged(files, path -> stream("weights and more"), "has more bytes, wants 7");
    assertDamaged(
        files,
        path -> {
          throw new IOException("gone");
        },
        "cannot be read: gone");
  }

  @Test
  @DisplayName("does not begin to write a model for which there is no room")
  void noRoom() {
    List<String> opened = new ArrayList<>();
    assertThatThrownBy(
            () ->
                store.put(
                    list(900_000_000_000_000_000L, TEXT),
                    path -> {
                      opened.add(path);
                      return stream(TEXT);
                    },
                    origin))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("needs 900000000000000000 bytes")
        .hasMessageContaining("NEXUSGEN_DATA");
    assertThat(opened).isEmpty();
    assertEmpty();
  }

  @Test
  @DisplayName("deletes a removed model at the end of its last use")
  void usedToTheEnd() {
    store.put(files, CONTENT, origin);
    InstalledModel.Use one = store.use(files);
    InstalledModel.Use other = store.use(files);
    one.close();
    one.close();
    store.remove(files.digest());
    assertThat(other.folder().resolve("sub/a.bin")).hasContent(TEXT);
    other.close();
    assertEmpty();
    assertThatThrownBy(() -> store.use(files)).hasMessageContaining("removed or damaged");
    assertEmpty();
  }

  @Test
  @DisplayName("deletes what a process left behind that ended too early, not what is in use")
  void sweeps() throws IOException {
    store.put(files, CONTENT, origin);
    Path half = Files.createDirectories(store.folder().resolve("part-1"));
    Files.createFile(store.folder().resolve(files.digest() + ".1-2.x.claim"));
    store.sweep();
    assertThat(half).doesNotExist();
    assertThat(store.home(files)).isDirectory();
    Files.delete(temp.resolve("a b.jar"));
    try (InstalledModel.Use use = store.use(files)) {
      store.sweep();
      assertThat(use.folder()).isDirectory();
    }
    assertEmpty();
  }

  @Test
  @DisplayName("waits for a use in another process, and not for one that died")
  void otherProcess() throws IOException, InterruptedException {
    store.put(files, CONTENT, origin);
    Process other = UseElsewhere.of(store.folder(), files.digest());
    try {
      store.remove(files.digest());
      store.sweep();
      assertThat(store.home(files)).isDirectory();
    } finally {
      other.destroyForcibly().waitFor();
    }
    store.sweep();
    assertEmpty();
  }

  @Test
  @DisplayName("gives a model to the bundle that brought it last")
  void lastBundle() throws IOException {
    store.put(files, CONTENT, origin);
    store.remove("../" + files.digest());
    Path next = Files.createFile(temp.resolve("next.jar"));
    store.put(files, CONTENT, next.toUri().toString());
    Files.delete(temp.resolve("a b.jar"));
    store.sweep();
    assertThat(store.home(files)).isDirectory();
  }

  private void assertDamaged(FileList list, PackedFiles content, String how) {
    assertThatThrownBy(() -> store.put(list, content, origin))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model mini is damaged: file 'sub/a.bin'")
        .hasMessageContaining(how);
    assertEmpty();
  }

  private void assertEmpty() {
    try (Stream<Path> inside = Files.list(store.folder())) {
      assertThat(inside.map(path -> path.getFileName().toString())).isSubsetOf("lock");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static FileList list(long bytes, String text) {
    String digest = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    return new FileList("mini", "1.0.0", List.of(new FileList.Entry(digest, bytes, "sub/a.bin")));
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
