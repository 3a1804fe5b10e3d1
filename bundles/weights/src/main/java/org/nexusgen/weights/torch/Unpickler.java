package org.nexusgen.weights.torch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nexusgen.weights.store.Shown;
import org.nexusgen.weights.torch.Pickled.Constant;
import org.nexusgen.weights.torch.Pickled.Dictionary;
import org.nexusgen.weights.torch.Pickled.Function;
import org.nexusgen.weights.torch.Pickled.Real;
import org.nexusgen.weights.torch.Pickled.Text;
import org.nexusgen.weights.torch.Pickled.Tuple;
import org.nexusgen.weights.torch.Pickled.Whole;

/**
 * A closed unpickler: a stack machine of the instructions of {@link Opcode} whose only functions
 * are those of {@link Globals}. It makes values of {@link Pickled} and runs nothing.
 */
final class Unpickler {
  private static final int OLDEST_PROTOCOL = 2;
  private static final int NEWEST_PROTOCOL = 5;

  /** Python sets items a thousand at a time; this is far above and bounds memory. */
  private static final int DEEPEST_STACK = 200_000;

  private final PickleBytes in;
  private final List<Pickled> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, Pickled> memo = new HashMap<>();

  private Unpickler(byte[] pickle) {
    this.in = new PickleBytes(pickle);
  }

  /** The one value of a pickle. */
  static Pickled load(byte[] pickle) throws MalformedPickle {
    return new Unpickler(pickle).run();
  }

  private Pickled run() throws MalformedPickle {
    while (true) {
      int at = in.position();
      Opcode op = Opcode.of(in.u8());
      if (op == Opcode.STOP) {
        return result();
      }
      step(op, at);
      if (stack.size() > DEEPEST_STACK) {
        throw new MalformedPickle("piles up more than %d values".formatted(DEEPEST_STACK));
      }
    }
  }

  private Pickled result() throws MalformedPickle {
    Pickled result = pop();
    if (!stack.isEmpty() || !marks.isEmpty() || in.remaining() > 0) {
      throw new MalformedPickle("does not end with its one value");
    }
    return result;
  }

  private void step(Opcode op, int at) throws MalformedPickle {
    switch (op) {
      case PROTO -> checkProtocol(in.u8(), at);
      case FRAME -> in.i64(); // only a hint for buffering
      case STOP -> throw new IllegalStateException("handled above");
      case MARK -> marks.add(stack.size());
      case NONE -> push(Constant.NONE);
      case NEWTRUE -> push(Constant.TRUE);
      case NEWFALSE -> push(Constant.FALSE);
      case BININT -> push(new Whole(in.i32()));
      case BININT1 -> push(new Whole(in.u8()));
      case BININT2 -> push(new Whole(in.u16()));
      case LONG1 -> push(new Whole(in.integer(in.u8())));
      case BINFLOAT -> push(new Real(in.f64()));
      case BINUNICODE -> push(new Text(in.text(Integer.toUnsignedLong(in.i32()))));
      case SHORT_BINUNICODE -> push(new Text(in.text(in.u8())));
      case EMPTY_TUPLE -> push(new Tuple(List.of()));
      case TUPLE -> push(new Tuple(popMarked()));
      case TUPLE1 -> push(new Tuple(pop(1)));
      case TUPLE2 -> push(new Tuple(pop(2)));
      case TUPLE3 -> push(new Tuple(pop(3)));
      case EMPTY_DICT -> push(new Dictionary(new LinkedHashMap<>()));
      case SETITEM -> setItems(pop(2));
      case SETITEMS -> setItems(popMarked());
      case GLOBAL -> push(Globals.find(in.line(), in.line()));
      case STACK_GLOBAL -> stackGlobal();
      case BINPUT -> memo.put(in.u8(), top());
      case LONG_BINPUT -> memo.put(in.i32(), top());
      case MEMOIZE -> memo.put(memo.size(), top());
      case BINGET -> push(remembered(in.u8()));
      case LONG_BINGET -> push(remembered(in.i32()));
      case BINPERSID -> push(Rebuild.storage(pop()));
      case REDUCE -> reduce();
      case BUILD -> build();
    }
  }

  private static void checkProtocol(int protocol, int at) throws MalformedPickle {
    if (at != 0 || protocol < OLDEST_PROTOCOL || protocol > NEWEST_PROTOCOL) {
      throw new MalformedPickle(
          "declares pickle protocol %d at byte %d; %d to %d are read"
              .formatted(protocol, at, OLDEST_PROTOCOL, NEWEST_PROTOCOL));
    }
  }

  private void stackGlobal() throws MalformedPickle {
    List<Pickled> names = pop(2);
    if (names.get(0) instanceof Text module && names.get(1) instanceof Text name) {
      push(Globals.find(module.value(), name.value()));
    } else {
      throw new MalformedPickle("names a Python object by something that is no string");
    }
  }

  private void reduce() throws MalformedPickle {
    List<Pickled> call = pop(2);
    if (call.get(0) instanceof Function function && call.get(1) instanceof Tuple arguments) {
      push(Rebuild.call(function, arguments.items()));
    } else {
      throw new MalformedPickle("calls %s".formatted(call.get(0).kind()));
    }
  }

  // The attributes of an OrderedDict, in which torch keeps version numbers of modules: not needed.
  private void build() throws MalformedPickle {
    Pickled state = pop();
    if (!(state instanceof Dictionary) || !(top() instanceof Dictionary)) {
      throw new MalformedPickle("sets the attributes of %s".formatted(top().kind()));
    }
  }

  private void setItems(List<Pickled> pairs) throws MalformedPickle {
    if (!(top() instanceof Dictionary dictionary) || pairs.size() % 2 != 0) {
      throw new MalformedPickle("sets the items of %s".formatted(top().kind()));
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      if (!(pairs.get(i) instanceof Text key)) {
        throw new MalformedPickle(
            "has a dictionary whose key is %s, wants strings".formatted(pairs.get(i).kind()));
      }
      if (dictionary.items().put(key.value(), pairs.get(i + 1)) != null) {
        throw new MalformedPickle("holds %s twice".formatted(Shown.quoted(key.value())));
      }
    }
  }

  private Pickled remembered(int index) throws MalformedPickle {
    @Nullable Pickled value = memo.get(index);
    if (value == null) {
      throw new MalformedPickle(
          "refers to value %s, which does not exist".formatted(Integer.toUnsignedString(index)));
    }
    return value;
  }

  private void push(Pickled value) {
    stack.add(value);
  }

  /** Values below the innermost mark belong to somebody else. */
  private int floor() {
    return marks.isEmpty() ? 0 : marks.getLast();
  }

  private Pickled top() throws MalformedPickle {
    if (stack.size() <= floor()) {
      throw new MalformedPickle("takes a value that is not there");
    }
    return stack.getLast();
  }

  private Pickled pop() throws MalformedPickle {
    top();
    return stack.removeLast();
  }

  private List<Pickled> pop(int count) throws MalformedPickle {
    if (stack.size() - count < floor()) {
      throw new MalformedPickle("takes a value that is not there");
    }
    return takeFrom(stack.size() - count);
  }

  private List<Pickled> popMarked() throws MalformedPickle {
    if (marks.isEmpty()) {
      throw new MalformedPickle("closes a group that was not opened");
    }
    return takeFrom(marks.removeLast());
  }

  private List<Pickled> takeFrom(int start) {
    List<Pickled> tail = stack.subList(start, stack.size());
    List<Pickled> taken = List.copyOf(tail);
    tail.clear();
    return taken;
  }
}
