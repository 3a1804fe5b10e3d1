package org.nexusgen.eval;

import org.nexusgen.api.Answer;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.train.TrainingSample;

/** Questions about pictures, each asked by itself with the pictures that were shown until then. */
record QuestionExam(Slice slice) implements Exam {
  static final String TASK = "understanding";

  @Override
  public int size() {
    return slice.count();
  }

  @Override
  public void run(Sitting sitting) {
    for (int i = 0; i < slice.count(); i++) {
      TrainingSample sample = slice.samples(i, i + 1).get(0);
      for (SampleText.Asked asked : SampleText.questions(sample)) {
        String kind = SampleText.questionKind(sample, asked.turn());
        Answer answer =
            sitting
                .model()
                .understand(
                    new UnderstandingRequest(
                        asked.pictures(), asked.question(), sitting.settings().tokens()),
                    JobListener.silent(),
                    sitting.progress().cancellation());
        sitting
            .board()
            .add(
                TASK,
                kind,
                SampleText.groups(sample, asked.turn()),
                sitting.judge().answer(sample, asked, answer.text()));
      }
      sitting.progress().add(TASK + " " + sample.kind(), 1);
    }
  }
}
