package org.nexusgen.maven;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.artifact.ArtifactResolver;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * As Maven does it: with the local repository, mirrors, proxies, passwords and repositories of the
 * user's settings. What is fetched must fit its checksum.
 */
@Component(service = ArtifactResolver.class)
public final class MavenArtifactResolver implements ArtifactResolver {
  private final SettingsFiles files;

  /** With the settings that Maven would read. */
  @Activate
  public MavenArtifactResolver() {
    this(SettingsFiles.ofUser());
  }

  MavenArtifactResolver(SettingsFiles files) {
    this.files = files;
  }

  @Override
  public Path resolve(String coordinates) {
    Artifact wanted = artifact(coordinates);
    UserSettings settings = files.read();
    return Fetch.run(fetch -> resolve(coordinates, wanted, settings, fetch));
  }

  @Override
  public Optional<Path> place(String coordinates) {
    Artifact wanted = artifact(coordinates);
    String suffix = wanted.getClassifier().isEmpty() ? "" : "-" + wanted.getClassifier();
    return Optional.of(
        files
            .read()
            .localRepository()
            .resolve(wanted.getGroupId().replace('.', '/'))
            .resolve(wanted.getArtifactId())
            .resolve(wanted.getBaseVersion())
            .resolve(
                "%s-%s%s.%s"
                    .formatted(
                        wanted.getArtifactId(),
                        wanted.getVersion(),
                        suffix,
                        wanted.getExtension())));
  }

  private Path resolve(String coordinates, Artifact wanted, UserSettings settings, Fetch fetch) {
    try (RepositorySystem system = new RepositorySystemSupplier().get();
        CloseableSession session =
            fetch
                .applyTo(settings.applyTo(new SessionBuilderSupplier(system).get()))
                .setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_FAIL)
                .setUpdatePolicy(RepositoryPolicy.UPDATE_POLICY_ALWAYS)
                .build()) {
      var repositories = system.newResolutionRepositories(session, settings.repositories());
      try {
        ArtifactRequest request = new ArtifactRequest(wanted, repositories, "");
        return system.resolveArtifact(session, request).getArtifact().getPath();
      } catch (ArtifactResolutionException e) {
        throw failure(coordinates, settings, repositories, e);
      }
    }
  }

  private static Artifact artifact(String coordinates) {
    if (!coordinates.matches("[\\w.-]+:[\\w.-]+:([\\w.-]+:[\\w.-]+:)?[\\w.-]+")) {
      throw new BadInputException(
          "'%s' are no coordinates; wants group:artifact:version, or %s"
              .formatted(coordinates, "group:artifact:extension:classifier:version"));
    }
    return new DefaultArtifact(coordinates);
  }

  private NexusGenException failure(
      String coordinates,
      UserSettings settings,
      List<RemoteRepository> repositories,
      ArtifactResolutionException e) {
    ChecksumFailureException damaged = cause(e, ChecksumFailureException.class);
    if (damaged != null) {
      return new NexusGenException(
          coordinates
              + " came damaged: "
              + damaged.getMessage()
              + "; nothing of it is kept, ask whoever runs the repository",
          e);
    }
    if (settings.settings().isOffline()) {
      return new NexusGenException(
          "%s is not in %s, and Maven is offline: take <offline>true</offline> out of %s, or fetch it with Maven"
              .formatted(
                  coordinates,
                  settings.localRepository(),
                  files.user()), // Maven does not ask its own settings for this
          e);
    }
    String where =
        Stream.concat(
                Stream.of(settings.localRepository().toString()),
                repositories.stream().map(RemoteRepository::getUrl))
            .collect(Collectors.joining(", "));
    return cause(e, ArtifactNotFoundException.class) != null
        ? new BadInputException(
            "%s is not in %s; %s may name more repositories"
                .formatted(coordinates, where, files.inUse()),
            e)
        : new NexusGenException("cannot fetch " + coordinates + ": " + e.getMessage(), e);
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      if (type.isInstance(one)) {
        return type.cast(one);
      }
    }
    return null;
  }
}
