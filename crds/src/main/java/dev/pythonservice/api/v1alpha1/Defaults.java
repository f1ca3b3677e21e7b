package dev.pythonservice.api.v1alpha1;

import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * What services get for fields that they leave out. A change rolls over every service that has left
 * the field out.
 *
 * @param python Minor version of Python, in quotes. Default: none, each service must say its own.
 *     Example: {@code "3.13"}.
 * @param libc The C library. Default: {@code Glibc}.
 * @param engine The server program. Default: {@code Granian}.
 * @param resources CPU and memory of a container. Default: requests of 100m and 128Mi, no limits.
 */
@ApiObject
public record Defaults(
    @Nullable @Size(max = 16) String python,
    @Nullable Libc libc,
    Server.@Nullable Engine engine,
    @Nullable Resources resources) {}
