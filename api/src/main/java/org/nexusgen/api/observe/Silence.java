package org.nexusgen.api.observe;

/** The listener that hears nothing; one, so that settings which have it are equal. */
enum Silence implements CacheListener {
  KEPT;

  @Override
  public void asked(String cache, boolean hit) {}
}
