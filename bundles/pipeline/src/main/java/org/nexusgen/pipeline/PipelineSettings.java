package org.nexusgen.pipeline;

import org.nexusgen.api.NexusGenConfig;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What {@code conf/pipeline.properties} may say. */
@ObjectClassDefinition(
    name = "Pipeline",
    description = "What is used where a request or a command names nothing, and how swaps wait.")
public @interface PipelineSettings {
  /** Name of the part, and of its file of settings. */
  String PART = "pipeline";

  @AttributeDefinition(
      description =
          "Model folder where a command names none and NEXUSGEN_MODEL is not set; empty: the"
              + " shipped model.")
  String model() default "";

  @AttributeDefinition(
      description =
          "Engine that runs the networks; or one for each part:"
              + " decoder=tensorrt,backbone=onnxruntime; parts: vision-encoder, backbone,"
              + " projector, decoder, text-encoder.")
  String engine() default NexusGenConfig.DEFAULT_ENGINE;

  @AttributeDefinition(
      description = "Threads of one operator; 0 lets the engine choose.",
      min = "0",
      max = "1024")
  int threads() default 0;

  @AttributeDefinition(
      description =
          "Where weights live: prepacked is fastest; mapped leaves them in their files, and memory"
              + " stays flat.",
      options = {
        @Option(label = "prepacked", value = Usual.PREPACKED),
        @Option(label = "mapped", value = Usual.MAPPED)
      })
  String weights() default Usual.PREPACKED;

  @AttributeDefinition(
      description = "How weights are stored while a model is open.",
      options = {
        @Option(label = "checkpoint", value = Usual.CHECKPOINT),
        @Option(label = "float8", value = Usual.FLOAT8),
        @Option(label = "int8", value = Usual.INT8),
        @Option(label = "int4", value = Usual.INT4)
      })
  String precision() default Usual.CHECKPOINT;

  @AttributeDefinition(
      description =
          "Which parts stay open together: keep all, or stage-wise: one decoder at a time, the"
              + " other one is put away before. Holds for models that are opened later.",
      options = {
        @Option(label = "keep", value = Residency.KEEP),
        @Option(label = "stage-wise", value = Residency.STAGE_WISE)
      })
  String residency() default Residency.KEEP;

  @AttributeDefinition(
      description =
          "MiB of memory on each device that an open model may use: what does not fit is refused"
              + " before it is loaded; 0: what a GPU has free, and no bound on the host.",
      min = "0")
  long memoryMebibytes() default 0;

  @AttributeDefinition(description = "Vision encoder; empty: the one that ranks first.")
  String encoder() default "";

  @AttributeDefinition(description = "Backbone; empty: the one that ranks first.")
  String backbone() default "";

  @AttributeDefinition(description = "Token sampler; empty: the one that ranks first.")
  String tokenSampler() default "";

  @AttributeDefinition(description = "Diffusion sampler; empty: the model's own, such as euler.")
  String sampler() default "";

  @AttributeDefinition(
      description = "Decoder that paints generated pictures; empty: the one that ranks first.")
  String generationDecoder() default "";

  @AttributeDefinition(
      description = "Decoder that paints edited pictures; empty: the one that ranks first.")
  String editingDecoder() default "";

  @AttributeDefinition(
      description = "Seconds that a part which is taken away waits for the calls inside it.",
      min = "0",
      max = "86400")
  int drainSeconds() default Usual.DRAIN_SECONDS;

  @AttributeDefinition(
      description = "Seconds that a call waits for a part which is being replaced.",
      min = "0",
      max = "86400")
  int graceSeconds() default Usual.GRACE_SECONDS;

  @AttributeDefinition(
      description =
          "Seconds that a request waits for a sign of life (a step, a token, an end) from the part"
              + " that it calls, before it gives the part up; 0 waits for ever.",
      min = "0",
      max = "86400")
  int patienceSeconds() default Usual.PATIENCE_SECONDS;
}
