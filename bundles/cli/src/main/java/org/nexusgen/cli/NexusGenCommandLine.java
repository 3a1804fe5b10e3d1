package org.nexusgen.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.SoundServices;
import org.nexusgen.api.command.CommandLine;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.ModelPacker;
import org.nexusgen.api.weights.TensorFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The commands of nexusgen as a service. */
@Component(service = CommandLine.class)
public final class NexusGenCommandLine implements CommandLine {
  private final Tools tools;

  /** With the services of a container. */
  @Activate
  public NexusGenCommandLine(
      @Reference NexusGenFactory factory,
      @Reference ImageFiles images,
      @Reference TensorFiles tensors,
      @Reference ModelLibrary models,
      @Reference ModelPacker packer,
      @Reference List<Subcommand> more) {
    this.tools =
        new Tools(
            () -> factory, () -> images, () -> tensors, () -> models, () -> packer, () -> more);
  }

  /** With the services that the service loader finds. */
  public NexusGenCommandLine() {
    this.tools =
        new Tools(
            loaded(NexusGenFactory.class),
            loaded(ImageFiles.class),
            loaded(TensorFiles.class),
            loaded(ModelLibrary.class),
            loaded(ModelPacker.class),
            () -> SoundServices.of(ServiceLoader.load(Subcommand.class), failure -> {}));
  }

  @Override
  public int run(
      List<String> arguments, InputStream in, PrintStream out, PrintStream err, boolean terminal) {
    return new Commands(tools, new Tools.Streams(in, out, err, terminal)).run(arguments);
  }

  private static <T> Supplier<T> loaded(Class<T> service) {
    return () ->
        ServiceLoader.load(service)
            .findFirst()
            .orElseThrow(
                () -> new NexusGenException("no " + service.getSimpleName() + " is installed"));
  }
}
