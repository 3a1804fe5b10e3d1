package org.nexusgen.launcher.bundles;

import java.nio.file.Path;

/** A process that writes into a register again and again. */
public final class Registering {
  private Registering() {}

  /** Wants the folder, a name and a number. */
  public static void main(String[] arguments) {
    RegisterFile file = new RegisterFile(Path.of(arguments[0]));
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      Register.Entry entry =
          new Register.Entry(
              arguments[1] + i + ".jar", arguments[1] + i, "1.0.0", "test", "0", FileStamp.NONE);
      file.change(register -> register.with(entry).withStopped(entry.key(), true));
    }
  }
}
