package org.nexusgen.api.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.engine.Availability.Reason;
import org.nexusgen.api.engine.Availability.Unavailable;

@DisplayName("An engine that cannot run")
class AvailabilityTest {
  @Test
  @DisplayName("says each reason as what, got, wanted and remedy")
  void saysWhy() {
    Unavailable not =
        new Unavailable(
            List.of(
                new Reason("NVIDIA driver", "none", "525 or newer", "install it"),
                new Reason("libnvinfer.so.8", "none", "8.6", "set tensorrt.home")));
    assertThat(not.message())
        .isEqualTo(
            "NVIDIA driver: got none, wants 525 or newer: install it; "
                + "libnvinfer.so.8: got none, wants 8.6: set tensorrt.home");
  }

  @Test
  @DisplayName("has a reason")
  void hasAReason() {
    assertThatThrownBy(() -> Availability.unavailable(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wants one or more");
  }

  @Test
  @DisplayName("cannot have more memory free than its device has")
  void memory() {
    assertThat(new DeviceMemory(10, 10).freeBytes()).isEqualTo(10);
    assertThatThrownBy(() -> new DeviceMemory(10, 11))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11 bytes free of 10");
  }
}
