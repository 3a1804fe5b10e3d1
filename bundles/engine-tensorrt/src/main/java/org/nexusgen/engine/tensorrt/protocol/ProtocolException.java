package org.nexusgen.engine.tensorrt.protocol;

import java.io.IOException;

/** Bytes that are no message of this protocol. */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  ProtocolException(String message) {
    super(message);
  }
}
