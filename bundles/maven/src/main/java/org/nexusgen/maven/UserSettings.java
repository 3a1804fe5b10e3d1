package org.nexusgen.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Repository;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.repository.Authentication;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.jspecify.annotations.Nullable;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

/** What a user's Maven settings say about repositories, in the resolver's words. */
record UserSettings(Path localRepository, Settings settings) {
  private static final String MASTER_PASSWORD = "~/.m2/settings-security.xml";
  private static final RemoteRepository CENTRAL =
      new RemoteRepository.Builder("central", "default", "https://repo.maven.apache.org/maven2")
          .setSnapshotPolicy(policy(false))
          .build();

  /** Those of the active profiles, and the central one unless they replace it. */
  List<RemoteRepository> repositories() {
    List<RemoteRepository> all = new ArrayList<>();
    for (Profile profile : settings.getProfiles()) {
      boolean always =
          profile.getActivation() != null && profile.getActivation().isActiveByDefault();
      if (always || settings.getActiveProfiles().contains(profile.getId())) {
        profile.getRepositories().stream().map(UserSettings::remote).forEach(all::add);
      }
    }
    if (all.stream().noneMatch(one -> one.getId().equals(CENTRAL.getId()))) {
      all.add(CENTRAL);
    }
    return all;
  }

  SessionBuilder applyTo(SessionBuilder session) {
    SettingsDecryptionResult readable = decrypted();
    DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
    for (Mirror one : settings.getMirrors()) {
      mirrors.add(
          one.getId(),
          one.getUrl(),
          one.getLayout(),
          false,
          one.isBlocked(),
          one.getMirrorOf(),
          one.getMirrorOfLayouts());
    }
    // as Maven's own settings have it: what comes without TLS could be anybody's
    mirrors.add(
        "maven-default-http-blocker",
        "http://0.0.0.0/",
        "default",
        false,
        true,
        "external:http:*",
        "default");
    DefaultProxySelector proxies = new DefaultProxySelector();
    for (Proxy one : readable.getProxies()) {
      if (one.isActive()) {
        Authentication login = login(one.getUsername(), one.getPassword());
        proxies.add(
            new org.eclipse.aether.repository.Proxy(
                one.getProtocol(), one.getHost(), one.getPort(), login),
            one.getNonProxyHosts());
      }
    }
    DefaultAuthenticationSelector logins = new DefaultAuthenticationSelector();
    for (Server one : readable.getServers()) {
      logins.add(one.getId(), login(one.getUsername(), one.getPassword()));
    }
    return session
        .setOffline(settings.isOffline())
        .setMirrorSelector(mirrors)
        .setProxySelector(proxies)
        .setAuthenticationSelector(logins)
        .withLocalRepositoryBaseDirectories(localRepository);
  }

  /** With passwords that stand encrypted in the file. */
  private SettingsDecryptionResult decrypted() {
    var dispatcher = new DefaultSecDispatcher(new DefaultPlexusCipher(), Map.of(), MASTER_PASSWORD);
    return new DefaultSettingsDecrypter(dispatcher)
        .decrypt(new DefaultSettingsDecryptionRequest(settings));
  }

  private static Authentication login(@Nullable String user, @Nullable String password) {
    return new AuthenticationBuilder().addUsername(user).addPassword(password).build();
  }

  private static RemoteRepository remote(Repository one) {
    return new RemoteRepository.Builder(one.getId(), "default", one.getUrl())
        .setReleasePolicy(policy(one.getReleases() == null || one.getReleases().isEnabled()))
        .setSnapshotPolicy(policy(one.getSnapshots() == null || one.getSnapshots().isEnabled()))
        .build();
  }

  private static RepositoryPolicy policy(boolean enabled) {
    return new RepositoryPolicy(
        enabled, RepositoryPolicy.UPDATE_POLICY_ALWAYS, RepositoryPolicy.CHECKSUM_POLICY_FAIL);
  }
}
