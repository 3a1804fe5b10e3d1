package org.nexusgen.engine.tensorrt.home;

import org.nexusgen.api.config.SettingName;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What {@code conf/tensorrt.properties} may say. */
@ObjectClassDefinition(
    name = "TensorRT",
    pid = SettingName.FAMILY + "tensorrt",
    description = "Where its libraries are.")
@interface TensorrtSettings {
  @AttributeDefinition(
      description =
          "Folder of TensorRT 8.6: its libraries are looked for in it and in its folders lib and lib64;"
              + " empty: in the usual places.")
  String home() default "";
}
