package com.example.painter;

import org.nexusgen.api.BadInputException;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.image.ImageFiles;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /pictures?prompt=three+green+triangles} gives a PNG. */
@RestController
class PicturesController {
  private final NexusGen model;
  private final ImageFiles files;

  PicturesController(NexusGen model, ImageFiles files) {
    this.model = model;
    this.files = files;
  }

  @GetMapping(path = "/pictures", produces = MediaType.IMAGE_PNG_VALUE)
  byte[] picture(@RequestParam String prompt, @RequestParam(defaultValue = "20") int steps) {
    DecodeOptions options = DecodeOptions.model().withSteps(steps);
    return files.toPng(model.generate(PaintingRequest.of(prompt).withDecoding(options)).image());
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  String refused(BadInputException e) {
    return e.getMessage();
  }
}
