package org.nexusgen.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.ModelPacker;
import org.nexusgen.api.weights.TensorFiles;

/**
 * The services that commands work with, each looked up when a command first needs it, so that help
 * costs nothing.
 *
 * @param factory opens models
 * @param images reads and writes pictures
 * @param tensors reads and writes embeddings and dumps
 * @param models looks into model folders
 * @param packer makes bundles of model folders
 * @param more commands of other bundles
 */
record Tools(
    Supplier<NexusGenFactory> factory,
    Supplier<ImageFiles> images,
    Supplier<TensorFiles> tensors,
    Supplier<ModelLibrary> models,
    Supplier<ModelPacker> packer,
    Supplier<List<Subcommand>> more) {

  /**
   * Where a command reads and writes.
   *
   * @param terminal whether {@code err} can show progress
   */
  record Streams(InputStream in, PrintStream out, PrintStream err, boolean terminal) {}
}
