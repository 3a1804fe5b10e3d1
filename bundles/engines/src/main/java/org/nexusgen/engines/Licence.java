package org.nexusgen.engines;

/**
 * Terms under which somebody gives libraries away.
 *
 * @param name of the agreement
 * @param url of its text
 */
record Licence(String name, String url) {}
