package org.nexusgen.engine.tensorrt.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nexusgen.api.engine.Availability.Reason;

/**
 * The NVIDIA driver: its kernel module's version file, its library, its device nodes.
 *
 * @param oldest version that will do
 */
record Driver(Machine machine, int oldest) {
  /** Windows' subsystem for Linux has the library but no kernel module of its own. */
  private static final String SUBSYSTEM = "usr/lib/wsl/lib";

  private static final Pattern VERSION = Pattern.compile("\\b(\\d{3,4})\\.\\d+(\\.\\d+)?\\b");

  private static final String UNKNOWN = "unknown";

  /** Adds what is missing; gives the version. */
  String check(List<Reason> reasons) {
    boolean subsystem = Files.exists(machine.root().resolve(SUBSYSTEM).resolve("libcuda.so.1"));
    String version = version();
    String install = "install NVIDIA's driver, version " + oldest + " or newer";
    if (!subsystem && version.isEmpty()) {
      reasons.add(
          new Reason(
              "NVIDIA driver",
              "no /proc/driver/nvidia/version",
              "a loaded kernel module, version " + oldest + " or newer",
              install
                  + ", on a machine with an NVIDIA GPU; in a container, start it with"
                  + " --gpus all"));
    } else if (!version.isEmpty() && major(version) < oldest) {
      reasons.add(new Reason("NVIDIA driver", version, oldest + " or newer", "update the driver"));
    } else if (!subsystem && !hasDevice()) {
      reasons.add(
          new Reason(
              "NVIDIA device",
              "no /dev/nvidia0",
              "one GPU",
              "give this process a GPU (container: --gpus all)"));
    }
    Places.driver(machine).require("libcuda.so.1", install, reasons);
    return version.isEmpty() ? UNKNOWN : version;
  }

  private static int major(String version) {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  private boolean hasDevice() {
    return !Listing.of(machine.root().resolve("dev"), "nvidia[0-9]*").isEmpty();
  }

  // "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 …"
  private String version() {
    Path file = machine.root().resolve("proc/driver/nvidia/version");
    try {
      Matcher matcher = VERSION.matcher(Files.isReadable(file) ? Files.readString(file) : "");
      return matcher.find() ? matcher.group() : "";
    } catch (IOException e) {
      return "";
    }
  }
}
