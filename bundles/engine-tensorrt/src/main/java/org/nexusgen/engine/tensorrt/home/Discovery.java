package org.nexusgen.engine.tensorrt.home;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nexusgen.api.engine.Availability.Reason;

/**
 * Looks for what TensorRT needs: the system, the driver, the CUDA libraries, its own. Reads names
 * and a few short files; what only native code can tell (the device's abilities) the worker process
 * finds out.
 */
public final class Discovery {
  private Discovery() {}

  /** Never throws; costs a few look-ups of file names. */
  public static Findings look(Machine machine, Needs needs) {
    if (!machine.os().equals("Linux") || !machine.arch().equals("amd64")) {
      return new Findings.Incomplete(
          List.of(
              new Reason(
                  "operating system",
                  machine.os() + " on " + machine.arch(),
                  "Linux on amd64 (x86-64)",
                  "run it on such a machine, or choose --engine onnxruntime")));
    }
    List<Reason> reasons = new ArrayList<>();
    String driver = new Driver(machine, needs.driver()).check(reasons);
    List<Reason> ofCuda = SetFolder.check(needs.cudaHome(), machine.cudaHome(), reasons);
    List<String> names = new ArrayList<>(needs.cudaLibraries());
    names.add(needs.cudart());
    Libraries cuda = Places.cuda(machine, needs).together(names);
    Optional<Path> cudart =
        cuda.require(
            needs.cudart(),
            "install the CUDA %s runtime%s, or set %s"
                .formatted(needs.cuda(), needs.installed(), needs.cudaHome()),
            ofCuda);
    String toolkit =
        "install this library of CUDA %s%s, or set %s"
            .formatted(needs.cuda(), needs.installed(), needs.cudaHome());
    List<Path> toolkits = requireAll(cuda, needs.cudaLibraries(), toolkit, ofCuda);
    Libraries tensorrt = Places.tensorrt(machine, needs).release(needs);
    String remedy =
        "install TensorRT %s%s, or set %s"
            .formatted(needs.version(), needs.installed(), needs.home());
    List<Reason> ofTensorrt = SetFolder.check(needs.home(), machine.tensorrtHome(), reasons);
    List<Path> found = requireAll(tensorrt, needs.tensorrt(), remedy, ofTensorrt);
    String version = tensorrt.version(needs.core());
    if (version.isEmpty() || version.startsWith(needs.version() + ".")) {
      tensorrt.requireLike(
          needs.resource(),
          needs.resourceRemedy().isEmpty() ? remedy : needs.resourceRemedy(),
          ofTensorrt);
    } else {
      reasons.add(
          new Reason(
              "TensorRT in " + tensorrt.where(needs.core()),
              version,
              needs.version(),
              "install TensorRT %s, and set %s to its folder"
                  .formatted(needs.version(), needs.home())));
    }
    return reasons.isEmpty() && cudart.isPresent()
        ? new Findings.Complete(
            version.isEmpty() ? needs.version() : version,
            driver,
            cudart.get(),
            named(found, needs.standIn()),
            folders(found, toolkits, cudart.get()))
        : new Findings.Incomplete(reasons);
  }

  private static Path named(List<Path> files, String name) {
    return files.stream().filter(file -> file.endsWith(name)).findFirst().orElseThrow();
  }

  /** TensorRT's first: beside CUDA's may lie another release of TensorRT, by the same names. */
  private static List<Path> folders(List<Path> tensorrt, List<Path> cuda, Path cudart) {
    return Stream.of(tensorrt.stream(), Stream.of(cudart), cuda.stream())
        .flatMap(files -> files.map(Libraries::folder))
        .distinct()
        .toList();
  }

  private static List<Path> requireAll(
      Libraries libraries, List<String> names, String remedy, List<Reason> reasons) {
    return names.stream()
        .flatMap(name -> libraries.require(name, remedy, reasons).stream())
        .toList();
  }
}
