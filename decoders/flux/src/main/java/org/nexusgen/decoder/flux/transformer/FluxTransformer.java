package org.nexusgen.decoder.flux.transformer;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.expand;
import static org.nexusgen.graph.Ops.silu;
import static org.nexusgen.graph.Ops.slice;
import static org.nexusgen.graph.Ops.sub;

import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

/**
 * FLUX's diffusion transformer (Black Forest Labs, {@code flux/model.py}) as graphs over N image
 * tokens and L context tokens. Pictures are painted one at a time, and what stays the same over all
 * steps of a picture is a graph of its own; for training both are one graph over B pictures.
 */
final class FluxTransformer {
  /** Hears of values inside a step, for tests. */
  @FunctionalInterface
  interface Probe {
    void see(String name, Value value);

    /** Nobody listens. */
    static Probe none() {
      return (name, value) -> {};
    }
  }

  /** Names of the graphs' inputs and outputs. */
  static final String IMAGE = "image";

  static final String TIME = "time";
  static final String CONDITIONING = "conditioning";
  static final String CONTEXT = "context";
  static final String POOLED = "pooled";
  static final String GUIDANCE = "guidance";
  static final String STEADY = "steady";
  static final String COS = "cos";
  static final String SIN = "sin";
  static final String VELOCITY = "velocity";
  static final String RESIDUAL = "residual";
  static final String MODULATED = "modulated";

  private static final Dim ONE = Dim.of(1);
  private static final Dim BATCH = Dim.of("batch");
  private static final Dim IMAGE_TOKENS = Dim.of("imageTokens");
  private static final Dim CONTEXT_TOKENS = Dim.of("contextTokens");
  private static final Dim ALL_TOKENS = Dims.plus(CONTEXT_TOKENS, IMAGE_TOKENS);

  private final FluxConfig config;

  FluxTransformer(FluxConfig config) {
    this.config = config;
  }

  /**
   * Once a picture: {@code conditioning} (1,L,c), {@code pooled} (1,p) and, if guided, {@code
   * guidance} (1,t) to {@code context} (1,L,H) and {@code steady} (1,H), the embedding without its
   * time.
   */
  Graph conditioner() {
    Network net = new Network("flux-conditioner", ONE);
    Value tokens = net.tokens(CONDITIONING, CONTEXT_TOKENS, config.contextWidth());
    Value steady = net.steady();
    net.output(CONTEXT, net.contextEmbedder().apply(tokens));
    net.output(STEADY, steady);
    return net.build();
  }

  /** One step: see {@link #step(Probe)}. */
  Graph step() {
    return step(Probe.none());
  }

  /**
   * One step: {@code image} (1,N,4C), {@code time} (1,t), {@code context} (1,L,H), {@code steady}
   * (1,H), {@code cos}, {@code sin} (1,L+N,D/2) to {@code velocity} (1,N,4C), and {@code residual}
   * (1,N,H), what all blocks added to the image tokens.
   */
  Graph step(Probe probe) {
    Network net = new Network("flux-transformer", ONE);
    Value patches = net.patches();
    Value signal = net.signal(net.time(), net.givenSteady(), probe);
    Value text = net.tokens(CONTEXT, CONTEXT_TOKENS, config.hidden());
    Rope rope = net.rope();

    Value embedded = net.imageEmbedder().apply(patches); // (1, N, H)
    probe.see("x_embedded", embedded);
    Value image = net.blocks(new Streams(text, embedded), signal, rope, probe);

    net.output(VELOCITY, net.last(image, signal, probe));
    net.output(RESIDUAL, sub(image, embedded));
    return net.build();
  }

  /**
   * All of it, for training: {@code context} (B,L,c), {@code image} (B,N,4C), {@code time} (B,t)
   * and, the same for all pictures, {@code pooled} (1,p), {@code guidance} (1,t) if guided, {@code
   * cos} and {@code sin} (1,L+N,D/2) to {@code velocity} (B,N,4C).
   */
  Graph whole() {
    Network net = new Network("flux", BATCH);
    Value tokens = net.tokens(CONTEXT, CONTEXT_TOKENS, config.contextWidth());
    Value patches = net.patches();
    Value signal = net.signal(net.time(), net.steady(), Probe.none());
    Rope rope = net.rope();

    Value text = net.contextEmbedder().apply(tokens); // (B, L, H)
    Value embedded = net.imageEmbedder().apply(patches); // (B, N, H)
    Value image = net.blocks(new Streams(text, embedded), signal, rope, Probe.none());
    net.output(VELOCITY, net.last(image, signal, Probe.none()));
    return net.build();
  }

  /**
   * What TeaCache measures: {@code image}, {@code time}, {@code steady} to {@code modulated}
   * (1,N,H), the first block's modulated input.
   */
  Graph measure() {
    Network net = new Network("flux-measure", ONE);
    Value patches = net.patches();
    Value signal = net.signal(net.time(), net.givenSteady(), Probe.none());
    Scope first = net.root.at("blocks").at(0).at("norm1_a.linear");
    Modulation modulation = Modulation.of(first, config, 2, signal).get(0);
    net.output(MODULATED, modulation.modulate(net.imageEmbedder().apply(patches)));
    return net.build();
  }

  /**
   * A step whose blocks are left out: {@code image}, {@code time}, {@code steady} and a {@code
   * residual} (1,N,H) of an earlier step to {@code velocity} (1,N,4C).
   */
  Graph reuse() {
    Network net = new Network("flux-reuse", ONE);
    Value patches = net.patches();
    Value signal = net.signal(net.time(), net.givenSteady(), Probe.none());
    Value residual = net.tokens(RESIDUAL, IMAGE_TOKENS, config.hidden());
    Value image = add(net.imageEmbedder().apply(patches), residual);
    net.output(VELOCITY, net.last(image, signal, Probe.none()));
    return net.build();
  }

  /** A graph being written, and the layers that several graphs share. */
  private final class Network {
    private final GraphBuilder builder;
    private final Scope root;
    private final Dim batch;

    Network(String name, Dim batch) {
      this.builder = new GraphBuilder(name);
      this.root = new Scope(builder, FluxConfig.PREFIX);
      this.batch = batch;
    }

    Value input(String name, Dim... dims) {
      return builder.input(name, DType.F32, dims);
    }

    void output(String name, Value value) {
      builder.output(name, value);
    }

    Graph build() {
      return builder.build();
    }

    Value tokens(String name, Dim count, int width) {
      return input(name, batch, count, Dim.of(width));
    }

    Value patches() {
      return tokens(IMAGE, IMAGE_TOKENS, config.patchWidth());
    }

    Value time() {
      return input(TIME, batch, Dim.of(config.timeWidth()));
    }

    /** The tables of one picture hold for all of one size. */
    Rope rope() {
      Dim pairs = Dim.of(config.headDim() / 2);
      Value cos = input(COS, ONE, ALL_TOKENS, pairs);
      Value sin = input(SIN, ONE, ALL_TOKENS, pairs);
      return batch.equals(ONE)
          ? new Rope(cos, sin)
          : new Rope(expand(cos, batch, ONE, ONE), expand(sin, batch, ONE, ONE));
    }

    /** The embedding without its time (1, H), from text and guidance. */
    Value steady() {
      Value pooled = input(POOLED, ONE, Dim.of(config.pooledWidth()));
      Value steady = embedder("pooled_text_embedder", config.pooledWidth()).apply(pooled);
      if (config.guided()) {
        Value guidance = input(GUIDANCE, ONE, Dim.of(config.timeWidth()));
        steady = add(steady, timeEmbedder("guidance_embedder").apply(guidance));
      }
      return steady;
    }

    /** The same, computed before. */
    Value givenSteady() {
      return input(STEADY, ONE, Dim.of(config.hidden()));
    }

    /** silu of timestep, text and guidance embedding: all that modulations read. */
    Value signal(Value time, Value steady, Probe probe) {
      Value timeEmbedding = timeEmbedder("time_embedder").apply(time);
      probe.see("time_emb", timeEmbedding);
      return silu(add(timeEmbedding, steady)); // (B, H)
    }

    /** All blocks; the image tokens (B, N, H) behind them. */
    Value blocks(Streams start, Value signal, Rope rope, Probe probe) {
      Streams x = start;
      for (int i = 0; i < config.doubleBlocks(); i++) {
        x = new DoubleBlock(root.at("blocks").at(i), config).apply(x, signal, rope);
        probe.see("double_" + i + "_txt", x.text());
        probe.see("double_" + i + "_img", x.image());
      }
      Value all = x.join(); // (B, L + N, H)
      for (int i = 0; i < config.singleBlocks(); i++) {
        all = new SingleBlock(root.at("single_blocks").at(i), config).apply(all, signal, rope);
        probe.see("single_" + i, all);
      }
      return slice(all, 1, CONTEXT_TOKENS, ALL_TOKENS);
    }

    Layer contextEmbedder() {
      return linear("context_embedder", config.contextWidth());
    }

    Layer imageEmbedder() {
      return linear("x_embedder", config.patchWidth());
    }

    Value last(Value image, Value signal, Probe probe) {
      FinalLayer layer = new FinalLayer(root, config);
      Value normed = layer.norm(image, signal);
      probe.see("final_norm", normed);
      return layer.project(normed);
    }

    Layer linear(String name, int in) {
      return Linear.of(root.at(name), in, config.hidden(), true);
    }

    Layer timeEmbedder(String name) {
      return embedder(name + ".timestep_embedder", config.timeWidth());
    }

    Layer embedder(String name, int in) {
      return Layer.sequence(
          linear(name + ".0", in), Ops::silu, linear(name + ".2", config.hidden()));
    }
  }
}
