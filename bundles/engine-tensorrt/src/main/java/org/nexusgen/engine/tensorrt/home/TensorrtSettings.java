package org.nexusgen.engine.tensorrt.home;

import org.nexusgen.api.config.SettingName;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What {@code conf/tensorrt.properties} may say. */
@ObjectClassDefinition(
    name = "TensorRT",
    pid = SettingName.FAMILY + "tensorrt",
    description = "Where its libraries are, for which sizes it prepares, how long it may take.")
public @interface TensorrtSettings {
  /** For the published model: prompts and single tokens, pictures of 512² and 1024². */
  String SIZES =
      "batch=1 qwen-backbone.rows=1,512 past=1024,4096,16384 scored=1 images=128"
          + " imageTokens=1024,4096 contextTokens=81,405";

  /** Folder of the libraries. */
  @AttributeDefinition(
      description =
          "Folder of TensorRT 8.6: its libraries are looked for in it and in its folders lib and lib64;"
              + " empty: in the usual places.")
  String home() default "";

  /** Number of the GPU on which it computes. */
  @AttributeDefinition(
      description = "Number of the GPU on which it computes.",
      min = "0",
      max = "63")
  int device() default 0;

  /** Arithmetic of the plans: fp32, or 16 bits where it is safe; others for graphs by name. */
  @AttributeDefinition(
      description =
          "Arithmetic of the plans: fp32; fp16 or, with TensorRT 11, bf16 where it is safe; then"
              + " GRAPH=fp32 and the like for graphs that differ.")
  String precision() default "fp32";

  /** How long kernels are looked for when a plan is built. */
  @AttributeDefinition(
      description =
          "How long kernels are looked for when a plan is built: 0 is fastest to build, 5 fastest to run.",
      min = "0",
      max = "5")
  int effort() default 3;

  /** Sizes for which plans are built, by symbol, as in rows=1,512. */
  @AttributeDefinition(
      description =
          "Sizes for which plans are built, by symbol, as in rows=1,512; for one "
              + "graph only as in qwen-backbone.rows=1,512; separated by blanks. Sizes "
              + "that may not grow are built as they come.")
  String sizes() default SIZES;

  /** Largest size of all plans on disk together, in MiB. */
  @AttributeDefinition(
      description =
          "Largest size of all plans on disk together, in MiB; those that were "
              + "used longest ago go.",
      min = "1")
  long planMebibytes() default 200_000;

  /** How many plans of one graph stay on the device. */
  @AttributeDefinition(
      description =
          "How many plans of one graph stay on the device; those that were used longest ago go.",
      min = "1")
  int plansOnDevice() default 8;

  /** How long a run of a plan may take. */
  @AttributeDefinition(
      description =
          "How long a run of a plan may take; then its process is ended and the "
              + "request fails.",
      min = "1")
  int runSeconds() default 300;

  /** How long a plan may take to load onto the device. */
  @AttributeDefinition(description = "How long a plan may take to load onto the device.", min = "1")
  int loadSeconds() default 900;

  /** How long a plan may take to build. */
  @AttributeDefinition(description = "How long a plan may take to build.", min = "1")
  int buildSeconds() default 7200;

  /** How long the process may give no sign of life, which it gives each second. */
  @AttributeDefinition(
      description =
          "How long the process may give no sign of life, which it gives each " + "second.",
      min = "5")
  int silenceSeconds() default 30;

  /** How long after the last graph was closed the process is stopped. */
  @AttributeDefinition(
      description = "How long after the last graph was closed the process is stopped.",
      min = "0")
  int idleSeconds() default 30;

  /** How much of the device's memory plans may have had that were taken from it. */
  @AttributeDefinition(
      description =
          "When plans of so much of the device's memory were taken from it, the process starts "
              + "anew: TensorRT's layer in DJL does not give all of it back.",
      min = "0",
      max = "1000")
  int leftPercent() default 25;

  /** More jars and folders for the process, as a class path. */
  @AttributeDefinition(
      description =
          "More jars and folders for the process, as a class path; needed where a "
              + "container hides where its jars are.")
  String workerPath() default "";

  /** More options for the process's Java machine, separated by blanks. */
  @AttributeDefinition(
      description = "More options for the process's Java machine, separated by blanks.")
  String workerOptions() default "";

  /** What runs plans; empty: what the engine has for it. */
  @AttributeDefinition(
      description = "What runs plans; empty: what the engine has for it. Others are for tests.")
  String layer() default "";
}
