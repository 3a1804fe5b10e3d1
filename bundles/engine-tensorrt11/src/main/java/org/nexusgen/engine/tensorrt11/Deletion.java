package org.nexusgen.engine.tensorrt11;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.bytedeco.tensorrt.nvinfer.INoCopy;
import org.jspecify.annotations.Nullable;

/**
 * C++'s {@code delete} for objects that TensorRT made. JavaCPP's classes have none (their {@code
 * close} does nothing: bytedeco/javacpp-presets issue 1699). All are of class INoCopy, whose first
 * virtual function is its destructor: the second slot of the table of virtual functions deletes.
 *
 * @see <a href="https://itanium-cxx-abi.github.io/cxx-abi/abi.html#vtable-components">Itanium C++
 *     ABI, 2.5.2</a>
 */
final class Deletion {
  private Deletion() {}

  /** Deletes one, if there is one; nothing may use it any more. */
  static void of(@Nullable INoCopy made) {
    if (made != null && !made.isNull()) {
      Pointer object = new Pointer(made.address());
      Pointer table = object.getPointer(0);
      Function.getFunction(table.getPointer(Native.POINTER_SIZE)).invokeVoid(new Object[] {object});
      made.setNull();
    }
  }
}
