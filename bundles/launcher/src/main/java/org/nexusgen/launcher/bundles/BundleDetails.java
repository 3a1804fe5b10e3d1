package org.nexusgen.launcher.bundles;

import java.util.List;
import java.util.Map;

/**
 * What there is to know about one bundle.
 *
 * @param bundle as listed
 * @param headers of its manifest, those that tell a user something
 * @param offers its services: interface and name
 * @param packages that it exports, with versions
 * @param needs the bundles that it is wired to
 * @param lacks what it needs and nobody gives, in words
 */
public record BundleDetails(
    InstalledBundle bundle,
    Map<String, String> headers,
    List<String> offers,
    List<String> packages,
    List<String> needs,
    List<String> lacks) {}
