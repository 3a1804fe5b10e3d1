package org.nexusgen.decoder.flux.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What became of each transformer call of a run, in order. Not thread-safe. */
public final class CallLog {
  /**
   * One call.
   *
   * @param skipped whether an earlier call's residual was reused
   * @param accumulated TeaCache's pile after the call
   */
  record Call(boolean skipped, double accumulated) {}

  private final List<Call> calls = new ArrayList<>();

  void add(Call call) {
    calls.add(call);
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Numbers of the skipped calls, from 0. */
  public List<Integer> skipped() {
    return IntStream.range(0, calls.size()).filter(i -> calls.get(i).skipped()).boxed().toList();
  }
}
