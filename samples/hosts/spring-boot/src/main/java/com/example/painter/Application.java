package com.example.painter;

import java.nio.file.Path;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.image.ImageFiles;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Opens the model when the application starts; Spring closes it when the application ends. */
@SpringBootApplication
public class Application {
  @Bean
  NexusGen nexusGen(@Value("${nexusgen.model}") String model) {
    // Not a Path parameter: a web application of Spring reads those inside of the application.
    return NexusGen.open(NexusGenConfig.of(Path.of(model)));
  }

  @Bean
  ImageFiles imageFiles() {
    return ImageFiles.installed();
  }

  public static void main(String[] arguments) {
    SpringApplication.run(Application.class, arguments);
  }
}
