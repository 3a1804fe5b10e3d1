package org.nexusgen.langchain4j;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.nexusgen.api.Answer;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.JobReport;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.tensor.Tensor;

/** A model that answers questions as it is told to, and remembers them. */
final class Heard {
  static final JobReport REPORT =
      new JobReport(
          Map.of(), Map.of("input_ids", Tensor.of(new long[5], 1, 5)), Map.of(), List.of());

  final List<UnderstandingRequest> questions = new ArrayList<>();
  private final BiFunction<JobListener, Cancellation, Answer> answers;

  Heard(BiFunction<JobListener, Cancellation, Answer> answers) {
    this.answers = answers;
  }

  static Answer answer(String text) {
    return new Answer(text, List.of(1, 2, 3), List.of(), Generation.Finish.END_OF_TEXT, REPORT);
  }

  NexusGen model() {
    return (NexusGen)
        Proxy.newProxyInstance(
            NexusGen.class.getClassLoader(),
            new Class<?>[] {NexusGen.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("understand")) {
                throw new UnsupportedOperationException(method.getName());
              }
              questions.add((UnderstandingRequest) arguments[0]);
              return arguments.length == 1
                  ? answers.apply(JobListener.silent(), new Cancellation())
                  : answers.apply((JobListener) arguments[1], (Cancellation) arguments[2]);
            });
  }
}
