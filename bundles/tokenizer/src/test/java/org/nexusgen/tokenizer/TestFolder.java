package org.nexusgen.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/** A folder of tokenizer files, without weights. */
record TestFolder(Path root) implements ModelFolder {
  /** Reads a JSON object of the golden data. */
  static Map<String, Object> json(Path file) {
    try (JsonParser parser = JsonValues.parser(Files.readString(file))) {
      parser.nextToken();
      return JsonValues.object(parser, file.toString());
    } catch (StreamReadException e) {
      throw new BadInputException(file + " is not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Path> file(String path) {
    return Optional.of(root.resolve(path)).filter(Files::isRegularFile);
  }

  @Override
  public Optional<ConfigTree> config(String path) {
    return file(path).map(file -> new ConfigTree(file.toString(), json(file)));
  }

  @Override
  public ConfigTree requireConfig(String path) {
    return config(path).orElseThrow();
  }

  @Override
  public ModelSettings settings() {
    return ModelSettings.reference("test");
  }

  @Override
  public boolean has(WeightSet set) {
    return false;
  }

  @Override
  public WeightStore weights(WeightSet set) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
