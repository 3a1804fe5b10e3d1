package org.nexusgen.engine.tensorrt.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.engine.Availability.Reason;

/** A Linux machine in a folder: what is installed on it are empty files. */
public record PretendedMachine(Path root) {
  /** Driver and device of a machine that can run TensorRT. */
  public PretendedMachine withDriver(String version) throws IOException {
    write(
        "proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX x86_64 Kernel Module  " + version);
    write("dev/nvidia0", "");
    write("usr/lib/x86_64-linux-gnu/libcuda.so.1", "");
    return this;
  }

  public PretendedMachine withCuda(String folder) throws IOException {
    return withCuda(folder, Needs.EIGHT);
  }

  public PretendedMachine withCuda(String folder, Needs needs) throws IOException {
    write(folder + "/" + needs.cudart(), "");
    for (String name : needs.cudaLibraries()) {
      write(folder + "/" + name, "");
    }
    return this;
  }

  /** TensorRT as the distribution archive of NVIDIA lays it out: links to the full version. */
  public PretendedMachine withTensorrt(String folder, String version) throws IOException {
    return withTensorrt(folder, version, Needs.EIGHT);
  }

  public PretendedMachine withTensorrt(String folder, String version, Needs needs)
      throws IOException {
    for (String name : needs.tensorrt()) {
      String real = name.substring(0, name.lastIndexOf('.') + 1) + version;
      write(folder + "/" + real, "");
      Files.createSymbolicLink(root.resolve(folder).resolve(name), Path.of(real));
    }
    write(folder + "/" + needs.resource().replace("sm*", "sm90").replace("*", "1"), "");
    return this;
  }

  public Machine machine() {
    return machine("", "");
  }

  public Machine machine(String tensorrtHome, String cudaHome) {
    return machine(Map.of(), tensorrtHome, cudaHome);
  }

  /** With variables. */
  Machine machine(Map<String, String> variables, String tensorrtHome, String cudaHome) {
    return new Machine(
        "Linux", "amd64", root, name -> variables.getOrDefault(name, ""), tensorrtHome, cudaHome);
  }

  List<String> reasons(Machine machine) {
    return reasons(machine, Needs.EIGHT);
  }

  List<String> reasons(Machine machine, Needs needs) {
    return Discovery.look(machine, needs) instanceof Findings.Incomplete incomplete
        ? incomplete.reasons().stream().map(Reason::sentence).toList()
        : List.of();
  }

  void write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
