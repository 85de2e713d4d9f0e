package org.smashnas.testing;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.smashnas.space.ArchitectureSpace;

/**
 * Makes a space again in another JVM, and writes its trace to a file. This class is both sides:
 * {@link #lines} starts the JVM, {@link #main} is what runs there.
 */
final class OtherJvm {
  private static final int SECONDS = 120;

  private OtherJvm() {}

  static ImmutableList<String> lines(
      Class<? extends Supplier<?>> maker, VerifierSettings settings, int architectures) {
    try {
      Path folder = Files.createTempDirectory("space-verifier");
      try {
        return lines(folder, maker, settings, architectures);
      } finally {
        Files.deleteIfExists(folder.resolve("trace"));
        Files.deleteIfExists(folder.resolve("log"));
        Files.delete(folder);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot start another JVM", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the verification was interrupted", interrupted);
    }
  }

  private static ImmutableList<String> lines(
      Path folder, Class<?> maker, VerifierSettings settings, int architectures)
      throws IOException, InterruptedException {
    Path trace = folder.resolve("trace");
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherJvm.class.getName(),
                maker.getName(),
                Long.toString(settings.seed()),
                Integer.toString(architectures),
                trace.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IllegalStateException("the other JVM did not end in " + SECONDS + " s");
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "the other JVM failed to make the space with "
              + maker.getName()
              + ": "
              + Files.readString(log).strip());
    }
    return ImmutableList.copyOf(Files.readAllLines(trace));
  }

  /** The maker's name comes from {@link #lines}, which has its class. */
  public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
    Constructor<?> maker = Class.forName(arguments[0]).getDeclaredConstructor();
    maker.setAccessible(true);
    VerifierSettings settings = new VerifierSettings(Long.parseLong(arguments[1]), 1, 1);
    if (maker.newInstance() instanceof Supplier<?> supplier
        && supplier.get() instanceof ArchitectureSpace<?> space) {
      List<String> lines = new SpaceTrace<>(space, settings).lines(Integer.parseInt(arguments[2]));
      Files.write(Path.of(arguments[3]), lines);
    }
  }
}
