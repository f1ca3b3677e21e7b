package dev.pythonservice.builder.install;

import dev.pythonservice.builder.feasibility.ChosenWheel;
import java.nio.file.Path;

/**
 * A wheel as it lies in a virtual environment, alone in a folder of its own.
 *
 * @param wheel which wheel
 * @param root the folder that stands for {@code /venv}: {@code lib/pythonX.Y/site-packages}, {@code
 *     bin} and whatever else the wheel brings. Its files may be shared with a cache: read only
 * @param files number of files
 * @param bytes bytes of these files
 * @param natives its native code
 */
public record InstalledWheel(
    ChosenWheel wheel, Path root, int files, long bytes, NativeFiles natives) {}
