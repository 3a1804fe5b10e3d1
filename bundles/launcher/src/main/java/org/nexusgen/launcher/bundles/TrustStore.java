package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;

/**
 * The certificates whose keys may sign bundles: those that a keystore holds, and those that these
 * issued. A certificate counts while it is valid; the time stamp of a signature does not prolong
 * it.
 */
public final class TrustStore {
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
  private static final String ANY_USAGE = "2.5.29.37.0";

  private final Path file;
  private final Set<X509Certificate> trusted;
  private final InstantSource clock;

  private TrustStore(Path file, Set<X509Certificate> trusted, InstantSource clock) {
    this.file = file;
    this.trusted = trusted;
    this.clock = clock;
  }

  /**
   * Reads a keystore.
   *
   * @param file a keystore of the types that Java reads, PKCS#12 and JKS among them
   * @param password of the keystore; empty if it has none
   * @throws BadInputException if it cannot be read or holds no certificate
   */
  public static TrustStore open(Path file, String password) {
    return open(file, password, InstantSource.system());
  }

  static TrustStore open(Path file, String password, InstantSource clock) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          "trust.keystore " + file + " is no file; without it no bundle can be trusted");
    }
    Set<X509Certificate> trusted = new HashSet<>();
    try {
      KeyStore store =
          KeyStore.getInstance(file.toFile(), password.isEmpty() ? null : password.toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        if (store.getCertificate(alias) instanceof X509Certificate certificate) {
          trusted.add(certificate);
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new BadInputException(
          "trust.keystore "
              + file
              + " cannot be read: "
              + e.getMessage()
              + "; wants a PKCS#12 or JKS keystore and its trust.password",
          e);
    }
    if (trusted.isEmpty()) {
      throw new BadInputException(
          "trust.keystore "
              + file
              + " shows no certificate"
              + (password.isEmpty() ? ", perhaps for want of trust.password" : "")
              + "; 'keytool -importcert -file vendor.crt -keystore "
              + file
              + "' adds one");
    }
    return new TrustStore(file, Set.copyOf(trusted), clock);
  }

  /**
   * Why a signature's certificates are not trusted; empty if they are.
   *
   * @param chain the signer's certificate first, then its issuer's, and so on
   */
  String distrust(List<X509Certificate> chain) {
    X509Certificate signer = chain.get(0);
    String name = signer.getSubjectX500Principal().getName();
    Instant now = clock.instant();
    for (X509Certificate one : chain) {
      if (now.isAfter(one.getNotAfter().toInstant())) {
        return "the certificate of "
            + one.getSubjectX500Principal().getName()
            + " expired on "
            + one.getNotAfter().toInstant();
      }
    }
    try {
      signer.checkValidity(Date.from(now));
      if (!signsCode(signer)) {
        return "the certificate of " + name + " is not for signing code";
      }
      validate(chain, now);
      return "";
    } catch (GeneralSecurityException e) {
      return "it is signed by " + name + ", whom " + file + " does not hold or issue";
    }
  }

  /** A signature may bring any certificate along: only what an anchor's key signed counts. */
  private void validate(List<X509Certificate> chain, Instant now) throws GeneralSecurityException {
    List<X509Certificate> below = chain.stream().takeWhile(c -> !trusted.contains(c)).toList();
    if (below.isEmpty()) {
      return; // the signer itself is in the store
    }
    PKIXParameters parameters =
        new PKIXParameters(
            trusted.stream().map(c -> new TrustAnchor(c, null)).collect(Collectors.toSet()));
    parameters.setRevocationEnabled(false); // no network while bundles start
    parameters.setDate(Date.from(now));
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(below), parameters);
  }

  private static boolean signsCode(X509Certificate signer) throws GeneralSecurityException {
    boolean[] usage = signer.getKeyUsage();
    List<String> purposes = signer.getExtendedKeyUsage();
    return (usage == null || usage[0])
        && (purposes == null || purposes.contains(CODE_SIGNING) || purposes.contains(ANY_USAGE));
  }
}
