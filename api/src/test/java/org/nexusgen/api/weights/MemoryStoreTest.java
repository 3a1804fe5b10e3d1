package org.nexusgen.api.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;

@DisplayName("A store of tensors in memory")
final class MemoryStoreTest {
  @Test
  @DisplayName("gives them in their order, and says what it has where one is missing")
  void store() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("w.weight", Tensor.of(new float[] {1, 2}, 2));
    tensors.put("a", Tensor.scalar(3));
    WeightStore store = WeightStore.of(tensors, "the test");
    tensors.clear();
    assertThat(store.names()).containsExactly("w.weight", "a");
    assertThat(store.read("w.weight").floats()).containsExactly(1, 2);
    assertThat(store.dim("w.weight", 0)).isEqualTo(2);
    assertThatThrownBy(() -> store.entry("w.weigth"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("the test has no tensor 'w.weigth'; did you mean 'w.weight'?");
  }
}
