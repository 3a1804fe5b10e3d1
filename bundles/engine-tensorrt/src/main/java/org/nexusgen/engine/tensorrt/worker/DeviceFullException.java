package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;

/** The device has not so much free memory. */
public final class DeviceFullException extends IOException {
  private static final long serialVersionUID = 1L;

  public DeviceFullException(String message) {
    super(message);
  }
}
