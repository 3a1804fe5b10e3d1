package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.JobReport;
import org.nexusgen.api.image.Image;
import picocli.CommandLine.Mixin;

/** What all commands that run a model share. */
abstract class Job implements Runnable {
  @Mixin private final ModelOptions model = new ModelOptions();
  @Mixin private final ReportArguments report = new ReportArguments();

  private final Tools tools;
  private final Tools.Streams streams;

  Job(Tools tools, Tools.Streams streams) {
    this.tools = tools;
    this.streams = streams;
  }

  final ModelOptions model() {
    return model;
  }

  final ReportArguments report() {
    return report;
  }

  final Tools tools() {
    return tools;
  }

  final Tools.Streams streams() {
    return streams;
  }

  final List<Image> read(List<Path> files) {
    return files.stream().map(file -> tools.images().get().read(file)).toList();
  }

  /** Warnings go to the error stream; dump and JSON where they were asked for. */
  final void tell(JsonResult result, JobReport job) {
    warn(job);
    report.dump(tools, job.tensors());
    if (report.json()) {
      result.report(job, model.opened()).print(streams.out());
    }
  }

  final void warn(JobReport job) {
    job.warnings().forEach(line -> streams.err().println("nexusgen: note: " + line));
  }
}
