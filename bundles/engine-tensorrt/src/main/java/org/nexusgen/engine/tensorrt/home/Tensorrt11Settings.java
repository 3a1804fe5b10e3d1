package org.nexusgen.engine.tensorrt.home;

import org.nexusgen.api.config.SettingName;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * What {@code conf/tensorrt11.properties} may say; device, sizes and times are those of {@link
 * TensorrtSettings}.
 */
@ObjectClassDefinition(
    name = "TensorRT 11",
    pid = SettingName.FAMILY + "tensorrt11",
    description = "Where its libraries are; for all else the settings of TensorRT count.")
public @interface Tensorrt11Settings {
  /** Folder of the libraries. */
  @AttributeDefinition(
      description =
          "Folder of TensorRT 11.2: its libraries are looked for in it and in its folders lib and lib64;"
              + " empty: in the usual places.")
  String home() default "";

  /** Folder of CUDA's libraries. */
  @AttributeDefinition(
      description =
          "Folder of CUDA 13: its libraries are looked for in it and in its folders lib and lib64;"
              + " empty: in the folder of TensorRT and the usual places.")
  String cudaHome() default "";

  /** Whether each set of sizes has a plan of its own. */
  @AttributeDefinition(
      description =
          "Whether each set of sizes has a plan of its own, as with TensorRT 8.6; else one plan of"
              + " a graph is for all sizes up to the largest in tensorrt.sizes.")
  boolean fixedSizes() default false;

  /** Largest size of a plan's weights on the device, in MiB. */
  @AttributeDefinition(
      description =
          "Largest size of a plan's weights on the device, in MiB; the rest stays in the host's"
              + " memory and is streamed at each run. Also for one graph as in"
              + " flux-transformer=20000, separated by blanks; empty: all weights.")
  String weightMebibytes() default "";

  /** Whether plans are made of plans with other weights. */
  @AttributeDefinition(
      description =
          "Whether a plan can be made of one with other weights of the same network, which takes"
              + " seconds instead of minutes; such plans may run slower.")
  boolean refit() default false;

  /** Weights from which a plan is built in a process of its own, in MiB. */
  @AttributeDefinition(
      description =
          "Weights, in MiB, from which a plan is built in a process of its own, whose memory is"
              + " free again when the plan is there.",
      min = "0")
  long buildApartMebibytes() default 1024;

  /** More jars and folders for the process, as a class path. */
  @AttributeDefinition(
      description =
          "More jars and folders for the process, as a class path; needed where a "
              + "container hides where its jars are.")
  String workerPath() default "";
}
