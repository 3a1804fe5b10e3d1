package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.slf4j.LoggerFactory;

/** The user's bundles as files: installed ones with their register, and the drop-in folders. */
final class BundleFolder {
  private static final int DIGITS_IN_NAME = 12;

  private final List<Path> deploy;
  private final @Nullable RegisterFile file;
  private final List<String> complaints = new ArrayList<>();
  private Register register = Register.EMPTY;

  private BundleFolder(List<Path> deploy, @Nullable RegisterFile file) {
    this.deploy = deploy;
    this.file = file;
  }

  /** Of an installation whose user keeps nothing. */
  static BundleFolder readOnly(Path deploy) {
    return new BundleFolder(List.of(deploy), null);
  }

  /** Reads the register; one that is damaged is complained about and counts as empty. */
  static BundleFolder open(Path deploy, Path data) {
    RegisterFile file = new RegisterFile(data.resolve("bundles"));
    BundleFolder folder = new BundleFolder(List.of(deploy, data.resolve("deploy")), file);
    try {
      folder.register = file.read();
    } catch (IOException | RuntimeException e) {
      folder.complaints.add(
          "installed bundles are left out: the register "
              + file.path()
              + " is damaged: "
              + String.valueOf(e.getMessage()).replaceAll("\\s+", " ")
              + "; repair or delete it");
    }
    return folder;
  }

  Register register() {
    return register;
  }

  List<String> complaints() {
    return complaints;
  }

  /** Where installed bundles lie. */
  Path home() {
    return writable().folder();
  }

  /** What is there to be started, not yet looked at. */
  List<Placed> placed() {
    List<Placed> all = new ArrayList<>();
    if (file != null) {
      register.entries().forEach(entry -> all.add(Placed.of(file.folder(), entry)));
    }
    for (Path drop : deploy) {
      try (Stream<Path> files = Files.isDirectory(drop) ? Files.list(drop) : Stream.empty()) {
        files
            .filter(jar -> jar.toString().endsWith(".jar"))
            .sorted()
            .forEach(jar -> all.add(Placed.dropped(jar)));
      } catch (IOException | UncheckedIOException e) {
        complaints.add("the folder " + drop + " cannot be read: " + e.getMessage());
      }
    }
    return all;
  }

  void change(UnaryOperator<Register> change) {
    register = writable().change(change);
  }

  void requireWritable() {
    change(UnaryOperator.identity());
  }

  /** Copies a bundle here. */
  Register.Entry take(BundleSource source) {
    return taken(source, facts -> {});
  }

  /** Copies a bundle here that takes another one's place. */
  Register.Entry take(BundleSource source, String name) {
    return taken(
        source,
        facts -> {
          if (!facts.name().equals(name)) {
            throw new BadInputException(
                source.text()
                    + " holds the bundle "
                    + facts.name()
                    + ", wants "
                    + name
                    + "; install it beside the other instead");
          }
        });
  }

  private Register.Entry taken(BundleSource source, Consumer<BundleFile> check) {
    requireWritable();
    return with(
        home(),
        source,
        (part, facts) -> {
          check.accept(facts);
          String sha256 = BundleFile.sha256(part);
          // a name of its own for every content: the old file may be in use
          String name =
              facts.name()
                  + "-"
                  + facts.version()
                  + "-"
                  + sha256.substring(0, DIGITS_IN_NAME)
                  + "-"
                  + Long.toString(System.nanoTime(), Character.MAX_RADIX)
                  + ".jar";
          Path jar = Files.move(part, home().resolve(name), StandardCopyOption.ATOMIC_MOVE);
          return new Register.Entry(
              name, facts.name(), facts.version(), source.text(), sha256, FileStamp.of(jar));
        });
  }

  /**
   * Whether the file of an installed bundle still has its digest.
   *
   * @param anyhow whether it is read although nobody touched it since it last had: packed models
   *     have gigabytes
   */
  boolean isWhole(Register.Entry entry, boolean anyhow) throws IOException {
    Path jar = home().resolve(entry.file());
    String stamp = FileStamp.of(jar);
    boolean touched = !stamp.equals(entry.stamp());
    if (!touched && !anyhow) {
      return true;
    }
    if (!BundleFile.sha256(jar).equals(entry.sha256())) {
      return false;
    }
    if (touched) {
      remember(entry, stamp);
    }
    return true;
  }

  private void remember(Register.Entry entry, String stamp) {
    try {
      change(all -> all.stamped(entry, stamp));
    } catch (NexusGenException e) {
      // where nobody may write, the file is read at each start
      LoggerFactory.getLogger(BundleFolder.class).debug("a stamp is not kept", e);
    }
  }

  /** Looks at a copy of a bundle, which is deleted then. */
  <T> T lookAt(BundleSource source, Function<Path, T> look) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    return with(temporary, source, (part, facts) -> look.apply(part));
  }

  /** What is done with a copy. */
  private interface Use<T> {
    T of(Path part, BundleFile facts) throws IOException;
  }

  private static <T> T with(Path folder, BundleSource source, Use<T> use) {
    try {
      Path part = Files.createTempFile(folder, "bundle", ".part");
      try {
        source.copyTo(part);
        BundleFile facts;
        try {
          facts = BundleFile.read(part);
        } catch (BadInputException e) {
          String words = String.valueOf(e.getMessage()).replace(part.toString(), source.text());
          throw new BadInputException(words, e);
        }
        return use.of(part, facts);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new NexusGenException("cannot write into " + folder + ": " + e, e);
    }
  }

  void delete(Register.Entry entry) {
    try {
      Files.deleteIfExists(home().resolve(entry.file()));
    } catch (IOException e) {
      complaints.add("cannot delete " + home().resolve(entry.file()) + ": " + e.getMessage());
    }
  }

  private RegisterFile writable() {
    if (file == null) {
      throw new BadInputException(
          "this platform keeps no bundles; give Platform.start a folder for data");
    }
    return file;
  }
}
