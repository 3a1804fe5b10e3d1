package org.nexusgen.decoder.flux.transformer;

import static org.nexusgen.graph.Ops.add;
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
 * tokens and L context tokens, batch 1. What stays the same over all steps of a picture is a graph
 * of its own.
 */
final class FluxTransformer {
  /** Hears of values inside a step, for tests. */
  @FunctionalInterface
  interface Probe {
    void see(String name, Value value);
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
    Network net = new Network("flux-conditioner");
    Value tokens = net.input(CONDITIONING, ONE, CONTEXT_TOKENS, Dim.of(config.contextWidth()));
    Value pooled = net.input(POOLED, ONE, Dim.of(config.pooledWidth()));
    Value steady = net.embedder("pooled_text_embedder", config.pooledWidth()).apply(pooled);
    if (config.guided()) {
      Value guidance = net.input(GUIDANCE, ONE, Dim.of(config.timeWidth()));
      steady = add(steady, net.timeEmbedder("guidance_embedder").apply(guidance));
    }
    net.output(CONTEXT, net.linear("context_embedder", config.contextWidth()).apply(tokens));
    net.output(STEADY, steady);
    return net.build();
  }

  /** One step: see {@link #step(Probe)}. */
  Graph step() {
    return step((name, value) -> {});
  }

  /**
   * One step: {@code image} (1,N,4C), {@code time} (1,t), {@code context} (1,L,H), {@code steady}
   * (1,H), {@code cos}, {@code sin} (1,L+N,D/2) to {@code velocity} (1,N,4C), and {@code residual}
   * (1,N,H), what all blocks added to the image tokens.
   */
  Graph step(Probe probe) {
    Network net = new Network("flux-transformer");
    Value patches = net.patches();
    Value signal = net.signal(probe);
    Value text = net.input(CONTEXT, ONE, CONTEXT_TOKENS, Dim.of(config.hidden()));
    Dim pairs = Dim.of(config.headDim() / 2);
    Rope rope =
        new Rope(net.input(COS, ONE, ALL_TOKENS, pairs), net.input(SIN, ONE, ALL_TOKENS, pairs));

    Value embedded = net.imageEmbedder().apply(patches); // (1, N, H)
    probe.see("x_embedded", embedded);
    Streams x = new Streams(text, embedded);
    for (int i = 0; i < config.doubleBlocks(); i++) {
      x = new DoubleBlock(net.root.at("blocks").at(i), config).apply(x, signal, rope);
      probe.see("double_" + i + "_txt", x.text());
      probe.see("double_" + i + "_img", x.image());
    }
    Value all = x.join(); // (1, L + N, H)
    for (int i = 0; i < config.singleBlocks(); i++) {
      all = new SingleBlock(net.root.at("single_blocks").at(i), config).apply(all, signal, rope);
      probe.see("single_" + i, all);
    }
    Value image = slice(all, 1, CONTEXT_TOKENS, ALL_TOKENS); // (1, N, H)

    net.output(VELOCITY, net.last(image, signal, probe));
    net.output(RESIDUAL, sub(image, embedded));
    return net.build();
  }

  /**
   * What TeaCache measures: {@code image}, {@code time}, {@code steady} to {@code modulated}
   * (1,N,H), the first block's modulated input.
   */
  Graph measure() {
    Network net = new Network("flux-measure");
    Value patches = net.patches();
    Value signal = net.signal((name, value) -> {});
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
    Network net = new Network("flux-reuse");
    Value patches = net.patches();
    Value signal = net.signal((name, value) -> {});
    Value residual = net.input(RESIDUAL, ONE, IMAGE_TOKENS, Dim.of(config.hidden()));
    Value image = add(net.imageEmbedder().apply(patches), residual);
    net.output(VELOCITY, net.last(image, signal, (name, value) -> {}));
    return net.build();
  }

  /** A graph being written, and the layers that several graphs share. */
  private final class Network {
    private final GraphBuilder builder;
    private final Scope root;

    Network(String name) {
      builder = new GraphBuilder(name);
      root = new Scope(builder, FluxConfig.PREFIX);
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

    Value patches() {
      return input(IMAGE, ONE, IMAGE_TOKENS, Dim.of(config.patchWidth()));
    }

    /** silu of timestep, text and guidance embedding: all that modulations read. */
    Value signal(Probe probe) {
      Value time = input(TIME, ONE, Dim.of(config.timeWidth()));
      Value steady = input(STEADY, ONE, Dim.of(config.hidden()));
      Value timeEmbedding = timeEmbedder("time_embedder").apply(time);
      probe.see("time_emb", timeEmbedding);
      return silu(add(timeEmbedding, steady)); // (1, H)
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
