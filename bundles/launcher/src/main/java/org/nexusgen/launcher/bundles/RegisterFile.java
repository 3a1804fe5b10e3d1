package org.nexusgen.launcher.bundles;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.nexusgen.api.NexusGenException;

/** The register on disk: one JSON object, replaced as a whole, changed by one process at a time. */
record RegisterFile(Path folder) {
  private static final String BUNDLES = "bundles";
  private static final String STOPPED = "stopped";

  /** All that this release writes: a newer one's register is not to be written anew by this. */
  private static final Set<String> FIELDS = Set.of(BUNDLES, STOPPED);

  Path path() {
    return folder.resolve("register.json");
  }

  /**
   * What is written there.
   *
   * @throws IOException if that is unreadable
   */
  Register read() throws IOException {
    if (!Files.exists(path())) {
      return Register.EMPTY;
    }
    List<Register.Entry> entries = new ArrayList<>();
    Set<String> stopped = new HashSet<>();
    try (JsonParser json = new JsonFactory().createParser(Files.readString(path()))) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        if (!FIELDS.contains(field)) {
          throw new IOException("unknown field '" + field + "'");
        }
        expect(json, json.nextToken(), JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
          if (field.equals(BUNDLES)) {
            entries.add(entry(json));
          } else {
            stopped.add(json.getText());
          }
        }
      }
      expect(json, json.currentToken(), JsonToken.END_OBJECT);
    }
    return new Register(List.copyOf(entries), Set.copyOf(stopped));
  }

  /** Reads, changes and writes, while no other process and no other platform in this one does. */
  Register change(UnaryOperator<Register> change) {
    // a lock of a file belongs to the process: two threads would not wait, but fail
    synchronized (RegisterFile.class) {
      return changed(change);
    }
  }

  private Register changed(UnaryOperator<Register> change) {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("register.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        Register changed = change.apply(lock.isValid() ? read() : Register.EMPTY);
        write(changed);
        return changed;
      }
    } catch (IOException e) {
      throw new NexusGenException(
          "cannot change the register of bundles " + path() + ": " + e + "; repair or delete it",
          e);
    }
  }

  private void write(Register register) throws IOException {
    Path part = Files.createTempFile(folder, "register", ".part");
    try {
      try (JsonGenerator json =
          new JsonFactory()
              .createGenerator(Files.newBufferedWriter(part, StandardCharsets.UTF_8))) {
        json.useDefaultPrettyPrinter();
        json.writeStartObject();
        json.writeArrayFieldStart(BUNDLES);
        for (Register.Entry entry : register.entries()) {
          json.writeStartObject();
          json.writeStringField("file", entry.file());
          json.writeStringField("name", entry.name());
          json.writeStringField("version", entry.version());
          json.writeStringField("source", entry.source());
          json.writeStringField("sha256", entry.sha256());
          json.writeStringField("stamp", entry.stamp());
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart(STOPPED);
        for (String key : new TreeSet<>(register.stopped())) {
          json.writeString(key);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      Files.move(part, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Register.Entry entry(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_OBJECT);
    Map<String, String> fields = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      expect(json, json.nextToken(), JsonToken.VALUE_STRING);
      fields.put(field, json.getText());
    }
    String file = field(fields, "file");
    if (!Path.of(file).equals(Path.of(file).getFileName())) {
      throw new IOException("'" + file + "' lies in another folder");
    }
    return new Register.Entry(
        file,
        field(fields, "name"),
        field(fields, "version"),
        field(fields, "source"),
        field(fields, "sha256"),
        fields.getOrDefault("stamp", FileStamp.NONE)); // earlier releases wrote none
  }

  private static String field(Map<String, String> fields, String name) throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw new IOException("a bundle has no field '" + name + "'");
    }
    return value;
  }

  private static void expect(JsonParser json, JsonToken got, JsonToken wanted) throws IOException {
    if (got != wanted) {
      throw new IOException(
          "line " + json.currentLocation().getLineNr() + " has " + got + ", wants " + wanted);
    }
  }
}
