package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Keeps bundles from resolving that no trusted key signed, whoever installs them. Every revision of
 * a bundle is checked once, as the framework holds it: after an update or a refresh anew. Shipped
 * bundles pass: whoever can write into the installation can change the gate itself.
 */
public final class TrustGate {
  private final Optional<TrustStore> trusted;
  private final Map<Long, Long> shipped = new ConcurrentHashMap<>();
  private final Map<BundleRevision, String> refusals =
      Collections.synchronizedMap(new WeakHashMap<>());

  private TrustGate(Optional<TrustStore> trusted) {
    this.trusted = trusted;
  }

  /** Lets every bundle pass. */
  public static TrustGate open() {
    return new TrustGate(Optional.empty());
  }

  /** Guards a framework that is initialised and has no bundles yet. */
  public static TrustGate guarding(BundleContext context, TrustStore trusted) {
    TrustGate gate = new TrustGate(Optional.of(trusted));
    context.registerService(
        ResolverHookFactory.class,
        triggers -> gate.new Hook(),
        FrameworkUtil.asDictionary(Map.of()));
    return gate;
  }

  /** Whether bundles are checked at all. */
  boolean guards() {
    return trusted.isPresent();
  }

  /** Lets a bundle of the installation pass, until somebody else updates it. */
  public void ship(Bundle bundle) {
    shipped.put(bundle.getBundleId(), bundle.getLastModified());
  }

  /** Why a bundle does not resolve; empty if it may. */
  String refusal(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision == null ? "" : refusal(revision);
  }

  private String refusal(BundleRevision revision) {
    Bundle bundle = revision.getBundle();
    Long asShipped = shipped.get(bundle.getBundleId());
    if (trusted.isEmpty()
        || bundle.getBundleId() == 0
        || Long.valueOf(bundle.getLastModified()).equals(asShipped)) {
      return "";
    }
    String known = refusals.get(revision);
    if (known == null) {
      String flaw = flaw(bundle, revision, trusted.get());
      known = flaw.isEmpty() ? "" : "a signature of a trusted key: " + flaw;
      refusals.put(revision, known);
    }
    return known;
  }

  private static String flaw(Bundle bundle, BundleRevision revision, TrustStore trusted) {
    if (bundle.getLocation().startsWith(BundleStarter.IN_PLACE)) {
      return "it is used where it lies, where it may change after the check; install a copy";
    }
    try (BundleContent content = new BundleContent(bundle)) {
      String flaw = new SignedContent(content, trusted).flaw();
      return revision.equals(bundle.adapt(BundleRevision.class))
          ? flaw
          : "it was updated while it was checked";
    } catch (IOException | RuntimeException e) {
      return "it cannot be read: " + e.getMessage();
    }
  }

  /** What the framework asks before it resolves anything. */
  private final class Hook implements ResolverHook {
    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
      candidates.removeIf(one -> !refusal(one).isEmpty());
    }

    @Override
    public void filterSingletonCollisions(
        BundleCapability singleton, Collection<BundleCapability> collisions) {}

    @Override
    public void filterMatches(
        BundleRequirement requirement, Collection<BundleCapability> candidates) {}

    @Override
    public void end() {}
  }
}
