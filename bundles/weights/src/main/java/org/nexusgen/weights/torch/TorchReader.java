package org.nexusgen.weights.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.weights.store.Checkpoint;
import org.nexusgen.weights.store.CheckpointFile;
import org.nexusgen.weights.store.Shown;
import org.nexusgen.weights.store.TensorBytes;
import org.nexusgen.weights.store.TensorSource;
import org.nexusgen.weights.store.TensorSource.Stored;
import org.nexusgen.weights.torch.Pickled.Dictionary;
import org.nexusgen.weights.torch.Pickled.View;

/**
 * Opens what torch.save writes: a zip with {@code NAME/data.pkl}, which describes the tensors, and
 * {@code NAME/data/KEY}, their raw values, which stay where they are.
 */
public final class TorchReader {
  private static final String PICKLE = "/data.pkl";
  private static final int ZIP_SIGNATURE = 0x04034b50;
  private static final int PICKLE_SIGNATURE = 0x80;

  /** The real decoders' pickles have 110 KB; an instruction makes up to 100 bytes of objects. */
  private static final int LONGEST_PICKLE = 8 << 20;

  private static final int LONGEST_NOTE = 64;

  /** Names under which trainers put the weights inside a larger dictionary. */
  private static final List<String> WRAPPERS = List.of("state_dict", "module");

  private final Path file;
  private final FileChannel channel;
  private final Map<String, ZipMember> members;
  private final String root;

  private TorchReader(Path file, FileChannel channel, Map<String, ZipMember> members, String root) {
    this.file = file;
    this.channel = channel;
    this.members = members;
    this.root = root;
  }

  /**
   * Reads the directory and the pickle of a file.
   *
   * @throws BadInputException if the file cannot be read, is malformed, or its pickle holds
   *     anything but named tensors
   */
  public static Checkpoint open(Path path) {
    return CheckpointFile.open(path, (file, channel) -> read(path, file, channel));
  }

  private static Map<String, TensorSource> read(Path path, Path file, FileChannel channel)
      throws IOException {
    checkKind(path, channel);
    try {
      Map<String, ZipMember> members = ZipDirectory.read(channel);
      return new TorchReader(file, channel, members, root(path, members)).read(path);
    } catch (MalformedZip e) {
      throw new BadInputException(path + ": " + e.problem(), e);
    } catch (MalformedPickle e) {
      throw new BadInputException(path + ": its data.pkl " + e.problem(), e);
    }
  }

  private static void checkKind(Path path, FileChannel channel) throws IOException {
    if (channel.size() < Integer.BYTES) {
      throw bad(path, "has %d bytes, too few for a PyTorch file".formatted(channel.size()));
    }
    ByteBuffer start = ZipEnd.at(channel, 0, Integer.BYTES);
    if (Byte.toUnsignedInt(start.get(0)) == PICKLE_SIGNATURE) {
      throw bad(
          path,
          "is a PyTorch file of before version 1.6; load it with weights_only=True and save it"
              + " again with a newer torch, or as safetensors");
    }
    if (start.getInt(0) != ZIP_SIGNATURE) {
      throw bad(path, "is no PyTorch file: it does not begin as a zip");
    }
  }

  private static String root(Path path, Map<String, ZipMember> members) {
    List<String> roots =
        members.keySet().stream()
            .filter(name -> name.endsWith(PICKLE))
            .map(name -> name.substring(0, name.length() - PICKLE.length()))
            .filter(name -> name.indexOf('/') < 0)
            .toList();
    if (roots.size() != 1) {
      throw bad(path, "holds %d pickles NAME/data.pkl, wants one".formatted(roots.size()));
    }
    if (members.containsKey(roots.getFirst() + "/constants.pkl")) {
      throw bad(path, "is a TorchScript program; save its state_dict() instead");
    }
    return roots.getFirst();
  }

  private Map<String, TensorSource> read(Path path) throws IOException, MalformedPickle {
    checkByteOrder(path);
    Pickled content = Unpickler.load(bytes(PICKLE, LONGEST_PICKLE));
    Map<String, TensorSource> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Pickled> item : weights(content).items().entrySet()) {
      if (!(item.getValue() instanceof View view)) {
        throw new MalformedPickle(
            "holds %s under %s, wants a flat dictionary of tensors"
                .formatted(item.getValue().kind(), Shown.quoted(item.getKey())));
      }
      tensors.put(item.getKey(), locate(item.getKey(), view));
    }
    return tensors;
  }

  private void checkByteOrder(Path path) throws IOException, MalformedPickle {
    if (members.containsKey(root + "/byteorder")) {
      String order = new String(bytes("/byteorder", LONGEST_NOTE), StandardCharsets.UTF_8).strip();
      if (!order.equals("little")) {
        throw bad(
            path,
            "byte order is %s, wants little; save it again on a little-endian machine"
                .formatted(Shown.quoted(order)));
      }
    }
  }

  private static Dictionary weights(Pickled content) throws MalformedPickle {
    if (!(content instanceof Dictionary dictionary)) {
      throw new MalformedPickle(
          "holds %s, wants a dictionary of tensors".formatted(content.kind()));
    }
    return WRAPPERS.stream()
        .map(name -> Optional.ofNullable(dictionary.items().get(name)))
        .flatMap(Optional::stream)
        .filter(Dictionary.class::isInstance)
        .map(Dictionary.class::cast)
        .findFirst()
        .orElse(dictionary);
  }

  private TensorSource locate(String name, View view) throws MalformedPickle {
    @Nullable ZipMember member = members.get(root + "/data/" + view.storage().key());
    if (member == null) {
      throw new MalformedPickle(
          "wants the storage %s for tensor %s, which the file does not hold"
              .formatted(Shown.quoted(view.storage().key()), Shown.quoted(name)));
    }
    int width = view.storage().dtype().map(DType::bytes).orElse(1);
    if (view.storage().count() != member.length() / width || member.length() % width != 0) {
      throw new MalformedPickle(
          "wants %d elements of %d bytes for tensor %s, the file holds %d bytes"
              .formatted(view.storage().count(), width, Shown.quoted(name), member.length()));
    }
    long elements = member.length() / view.dtype().bytes();
    try {
      StridedView strided = StridedView.of(view, elements);
      return strided.in(
          new Stored(DType.U8, Shape.of(member.length()), file, member.offset(), member.length()));
    } catch (MalformedPickle e) {
      throw new MalformedPickle(
          "describes tensor %s, which %s".formatted(Shown.quoted(name), e.problem()));
    }
  }

  private byte[] bytes(String name, int longest) throws IOException, MalformedPickle {
    ZipMember member = members.get(root + name);
    if (member == null || member.length() > longest) {
      throw new MalformedPickle(
          "has %d bytes, at most %d are read"
              .formatted(member == null ? 0 : member.length(), longest));
    }
    byte[] bytes = new byte[(int) member.length()];
    TensorBytes.readFully(channel, ByteBuffer.wrap(bytes), member.offset());
    return bytes;
  }

  private static BadInputException bad(Path path, String problem) {
    return new BadInputException(path + ": " + problem);
  }
}
