package com.example.painter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class ApplicationTest {
  private static final String MODEL = "../../../distribution/models/mini";

  @Test
  void paintsOverHttp() throws Exception {
    try (ConfigurableApplicationContext context =
        SpringApplication.run(Application.class, "--server.port=0", "--nexusgen.model=" + MODEL)) {
      String port = context.getEnvironment().getProperty("local.server.port");
      URI pictures = URI.create("http://127.0.0.1:" + port + "/pictures");

      HttpResponse<byte[]> picture = get(pictures + "?prompt=three+green+triangles&steps=2");
      assertEquals(200, picture.statusCode());
      assertEquals("image/png", picture.headers().firstValue("Content-Type").orElse(""));
      assertEquals(72, ImageIO.read(new ByteArrayInputStream(picture.body())).getWidth());

      assertEquals(400, get(pictures + "?prompt=three+green+triangles&steps=0").statusCode());
    }
  }

  private static HttpResponse<byte[]> get(String address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofByteArray());
    }
  }
}
