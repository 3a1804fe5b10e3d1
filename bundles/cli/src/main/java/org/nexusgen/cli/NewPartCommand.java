package org.nexusgen.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Begins a part: a project that builds, is tested, and can be installed. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    description = "Write a Maven project with a part of your own, ready to build and install.",
    footer = {
      "",
      "Example:",
      "  nexusgen parts new sampler soft-light --package com.acme",
      "  mvn -f soft-light/pom.xml verify"
    })
final class NewPartCommand implements Runnable {
  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description =
          "sampler, noise, token-sampler, vision-encoder, vision-decoder, projector, text-encoder"
              + " or backbone.")
  private String kind = "";

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      description = "By which requests choose the part, such as soft-light.")
  private String name = "";

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "Java package of the part; ${DEFAULT-VALUE} if left out.")
  private String javaPackage = "com.example";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Folder of the project; one called NAME if left out.")
  private @Nullable Path folder;

  private final Tools.Streams streams;

  NewPartCommand(Tools.Streams streams) {
    this.streams = streams;
  }

  @Override
  public void run() {
    PartProject project = new PartProject(PartKind.of(kind), name, javaPackage, Version.release());
    Path target = folder == null ? Path.of(name) : folder;
    project.write(target);
    streams.out().println(target);
    streams.out().flush();
  }
}
