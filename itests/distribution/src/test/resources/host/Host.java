import java.util.List;
import java.util.ServiceLoader;
import org.nexusgen.api.command.CommandLine;

/** A program of somebody else that has the jars and no OSGi. */
public final class Host {
  public static void main(String[] arguments) {
    CommandLine commands = ServiceLoader.load(CommandLine.class).findFirst().orElseThrow();
    System.exit(commands.run(List.of(arguments), System.in, System.out, System.err, false));
  }
}
