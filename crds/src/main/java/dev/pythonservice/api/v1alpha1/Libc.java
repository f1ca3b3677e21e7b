package dev.pythonservice.api.v1alpha1;

/** The C library of an image; it decides which wheels can be used. */
public enum Libc {
  /** The GNU C library: manylinux wheels. Debian, Ubuntu, Red Hat and most others. */
  Glibc,
  /** The musl C library: musllinux wheels, of which there are fewer. Alpine. */
  Musl
}
