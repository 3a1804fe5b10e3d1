package org.nexusgen.models.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelPacker.Packed;
import org.nexusgen.weights.NexusGenModelLibrary;

@DisplayName("A packed model")
class FolderModelPackerTest {
  @TempDir Path temp;

  private Path folder;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectories(temp.resolve("models/small"));
    Files.writeString(folder.resolve("config.json"), "{}");
    Files.writeString(folder.resolve("NOTICE"), "Ours. Use it as you like.");
    Files.createDirectories(folder.resolve(".cache"));
    Files.writeString(folder.resolve(".cache/x"), "not of the model");
  }

  @Test
  @DisplayName("has the same bytes each time")
  void reproducible() throws IOException {
    Packed one = pack("one.jar");
    Files.setLastModifiedTime(folder.resolve("config.json"), FileTime.fromMillis(0));
    Packed other = pack("other.jar");
    assertThat(other.jar()).hasSameBinaryContentAs(one.jar());
    assertThat(one.files()).isEqualTo(2);
    assertThat(one.notes()).isEmpty();
  }

  @Test
  @DisplayName("is a bundle that holds all files as they are but hidden ones, and no code")
  void holdsTheFiles() throws IOException {
    try (JarFile jar = new JarFile(pack("one.jar").jar().toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .containsExactly(
              "META-INF/MANIFEST.MF",
              "NEXUSGEN-INF/model.txt",
              "model/NOTICE",
              "model/config.json");
      assertThat(jar.stream().map(ZipEntry::getMethod)).containsOnly(ZipEntry.STORED);
      assertThat(jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"))
          .isEqualTo("small");
    }
  }

  @Test
  @DisplayName("has the FLUX folder in it that lies beside the model, and says whose terms it has")
  void fluxBeside() throws IOException {
    Path flux = Files.createDirectories(temp.resolve("models/FLUX/FLUX.1-dev"));
    Files.writeString(flux.resolve("ae.safetensors"), "");
    Files.writeString(flux.resolve("LICENSE.md"), "FLUX.1 [dev]\nNon-Commercial License");
    Packed packed = pack("one.jar");
    try (JarFile jar = new JarFile(packed.jar().toFile())) {
      assertThat(jar.getEntry("model/FLUX/FLUX.1-dev/ae.safetensors")).isNotNull();
    }
    assertThat(packed.notes())
        .singleElement()
        .asString()
        .contains("FLUX/FLUX.1-dev/LICENSE.md", "non-commercial");
  }

  @Test
  @DisplayName("is known by its size to hold FLUX.1-dev's weights where no licence lies beside")
  void largeWeights() throws IOException {
    PackedEntry weights =
        new PackedEntry("generation_decoder.bin", folder.resolve("x"), 23_000_000_000L, "", 0);
    PackedEntry backbone =
        new PackedEntry("model-00001.safetensors", folder.resolve("x"), 5_000_000_000L, "", 0);
    assertThat(License.notes(List.of(weights, backbone)))
        .singleElement()
        .asString()
        .contains("(generation_decoder.bin)");
  }

  @Test
  @DisplayName("is not written into the folder itself, nor under a name that no bundle has")
  void refused() throws IOException {
    try (ModelFolder model = new NexusGenModelLibrary().open(folder)) {
      FolderModelPacker packer = new FolderModelPacker();
      assertThatThrownBy(() -> packer.pack(model, folder.resolve("m.jar"), "small", "1.0.0"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("name a place outside of");
      assertThatThrownBy(() -> packer.pack(model, temp.resolve("m.jar"), "a b", "1.0.0"))
          .hasMessageContaining("a model's name is 'a b'");
      assertThatThrownBy(() -> packer.pack(model, temp.resolve("m.jar"), "small", "1"))
          .hasMessageContaining("wants one such as 1.0.0");
      assertThat(temp).isDirectoryNotContaining("glob:**.{jar,part}");
    }
  }

  private Packed pack(String name) {
    try (ModelFolder model = new NexusGenModelLibrary().open(folder)) {
      return new FolderModelPacker().pack(model, temp.resolve(name), "small", "1.0.0");
    }
  }
}
