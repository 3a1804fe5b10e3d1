package org.nexusgen.engine.tensorrt.home;

import org.nexusgen.api.config.SettingName;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What {@code conf/cuda.properties} may say. */
@ObjectClassDefinition(
    name = "CUDA",
    pid = SettingName.FAMILY + "cuda",
    description = "Where its libraries are.")
@interface CudaSettings {
  @AttributeDefinition(
      description =
          "Folder of the CUDA 12 runtime: it is looked for in it and in its folders lib and lib64;"
              + " empty: in the folder of TensorRT and the usual places.")
  String home() default "";
}
