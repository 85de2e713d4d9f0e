package org.smashnas.testing;

import static com.google.common.base.Preconditions.checkArgument;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.smashnas.testing.PathSpace.path;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.smashnas.network.Network;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.WeightGrid;
import org.smashnas.testing.PathSpace.Kind;
import org.smashnas.testing.PathSpace.Path;
import org.smashnas.testing.PathSpace.Step;

/** Each space has one fault, which the verifier must find and call by its name. */
class BrokenSpacesTest {
  private static final Pattern PROPERTY = Pattern.compile("(?m)^\\d+\\. .* \\(([A-Z_]+)\\)$");
  private static final String SMALLEST = "{\"steps\":[{\"kind\":\"FULL\",\"kernel\":1}]}";
  private static final String SMALLEST_GROUPED =
      "{\"steps\":[{\"kind\":\"GROUPED\",\"kernel\":1}]}";

  private static String failure(SpaceVerifier<?> verifier) {
    AssertionError error = catchThrowableOfType(AssertionError.class, verifier::verify);
    assertThat(error).as("the verifier's failure").isNotNull();
    return error.getMessage();
  }

  private static List<String> properties(String message) {
    return PROPERTY.matcher(message).results().map((MatchResult found) -> found.group(1)).toList();
  }

  /** The fault breaks this property alone, and the message has these texts. */
  private static void assertBreaks(
      SpaceVerifier<?> verifier, SpaceProperty property, String... texts) {
    String message = failure(verifier);
    assertThat(properties(message)).as(message).containsExactly(property.name());
    assertThat(message)
        .contains(texts)
        .contains(property.sentence())
        .contains("remedy: " + property.remedy())
        .contains("seed(0)");
  }

  private static void assertBreaks(
      ArchitectureSpace<?> space, SpaceProperty property, String... texts) {
    assertBreaks(SpaceVerifier.of(space), property, texts);
  }

  private static boolean has(Path path, Kind kind) {
    return path.steps().stream().anyMatch(step -> step.kind() == kind);
  }

  private static Path withKernel(Path path, int kernel) {
    return new Path(
        path.steps().stream()
            .map(step -> new Step(step.kind(), kernel))
            .collect(ImmutableList.toImmutableList()));
  }

  @Test
  void sampleOutside() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Path sample(RandomGenerator random) {
            Path path = super.sample(random);
            return random.nextInt(20) == 0 ? withKernel(path, 5) : path;
          }

          @Override
          public Path sample(RandomGenerator random, double progress) {
            return super.sample(random);
          }
        },
        SpaceProperty.SAMPLES_ARE_INSIDE,
        "architecture: {\"steps\":[{\"kind\":\"FULL\",\"kernel\":5}]}",
        "expected: validate accepts it",
        "kernel is 5; it must be 1 or 3",
        "sample(new RandomStreams(0).stream(\"sample\", ");
  }

  @Test
  void sampleWithoutResult() {
    assertThat(
            failure(
                SpaceVerifier.of(
                    new PathSpace() {
                      @Override
                      public Path sample(RandomGenerator random) {
                        return random.nextInt(3) == 0 ? null : super.sample(random);
                      }
                    })))
        .contains("1. samples are inside the space", "expected: an architecture", "but: null");
  }

  @Test
  void annealedSampleOutside() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Path sample(RandomGenerator random, double progress) {
            return progress == 0 ? path() : sample(random);
          }
        },
        SpaceProperty.ANNEALED_SAMPLES_ARE_INSIDE,
        "architecture: {\"steps\":[]}",
        "path has 0 steps; it must have 1 to 2",
        ", 0.0)");
  }

  @Test
  void perturbationOutside() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Path perturb(Path path, double probability, RandomGenerator random) {
            Path next = super.perturb(path, probability, random);
            return probability == 1 && has(path, Kind.GROUPED) ? withKernel(next, 2) : next;
          }
        },
        SpaceProperty.PERTURBATIONS_ARE_INSIDE,
        "architecture: " + SMALLEST_GROUPED,
        "kernel is 2; it must be 1 or 3",
        "perturb(it, 1.0, new RandomStreams(0).stream(\"perturbation\", ");
  }

  @Test
  void counterInTheSpace() {
    AtomicInteger samples = new AtomicInteger();
    assertBreaks(
        new PathSpace() {
          @Override
          public Path sample(RandomGenerator random) {
            return samples.incrementAndGet() % 7 == 0
                ? path(new Step(Kind.FULL, 1))
                : super.sample(random);
          }
        },
        SpaceProperty.DRAWS_ARE_REPEATABLE,
        "expected: the same architecture at every draw with an equal generator",
        "Not verified, since they presuppose the above: ARCHITECTURES_ARE_VALUES");
  }

  @Test
  void randomNumbersFromElsewhere() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Path perturb(Path path, double probability, RandomGenerator random) {
            return super.perturb(path, probability, ThreadLocalRandom.current());
          }
        },
        SpaceProperty.DRAWS_ARE_REPEATABLE,
        "perturb(sample(random, ");
  }

  @Test
  void sampleThatLooksAtTheClock() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Path sample(RandomGenerator random) {
            Path path = super.sample(random);
            return System.nanoTime() / 100 % 2 == 0 ? path : withKernel(path, 3);
          }
        },
        SpaceProperty.DRAWS_ARE_REPEATABLE,
        "later ");
  }

  /** A value but for equals. */
  private static final class Named {
    private final Path path;

    Named(Path path) {
      this.path = path;
    }
  }

  @Test
  void architectureWithoutEquals() {
    assertBreaks(
        new ViewSpace<>(Named::new, named -> named.path),
        SpaceProperty.ARCHITECTURES_ARE_VALUES,
        "architecture: " + SMALLEST,
        "equals says false, although both have the same JSON");
  }

  /** Equal by the number of steps alone. */
  private record Loose(Path path) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Loose loose && loose.path.steps().size() == path.steps().size();
    }

    @Override
    public int hashCode() {
      return path.steps().size();
    }
  }

  @Test
  void equalsThatIgnoresAField() {
    assertBreaks(
        new ViewSpace<>(Loose::new, Loose::path),
        SpaceProperty.ARCHITECTURES_ARE_VALUES,
        "expected: equals says false to another architecture");
  }

  private record Open(List<Step> steps) {}

  @Test
  void architectureWithAListThatCanBeChanged() {
    assertBreaks(
        new ViewSpace<>(
            path -> new Open(new ArrayList<>(path.steps())),
            open -> new Path(ImmutableList.copyOf(open.steps()))),
        SpaceProperty.ARCHITECTURES_ARE_IMMUTABLE,
        "architecture: " + SMALLEST,
        "steps of the architecture is of the class ArrayList and can be cleared");
  }

  /** Behaves as a value until it is changed. */
  private static final class Changing {
    private Path path;

    Changing(Path path) {
      this.path = path;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Changing changing && changing.path.equals(path);
    }

    @Override
    public int hashCode() {
      return path.hashCode();
    }
  }

  @Test
  void architectureThatANetworkChanges() {
    String message =
        failure(
            SpaceVerifier.of(
                new ViewSpace<>(Changing::new, changing -> changing.path) {
                  @Override
                  public Network derivedNetwork(Changing architecture) {
                    Network derived = super.derivedNetwork(architecture);
                    architecture.path = withKernel(architecture.path, 3);
                    return derived;
                  }
                }));
    assertThat(properties(message)).contains("ARCHITECTURES_ARE_IMMUTABLE");
    assertThat(message)
        .contains("architecture: " + SMALLEST, "but: after all the calls it is {\"steps\":");
  }

  @Test
  void codecThatLosesAField() {
    ArchitectureCodec<Path> whole = ArchitectureCodec.ofRecord(Path.class);
    assertBreaks(
        new PathSpace() {
          @Override
          public ArchitectureCodec<Path> codec() {
            return codecOf(
                path -> whole.toJson(path),
                json -> {
                  Path path = whole.fromJson(json);
                  return has(path, Kind.GROUPED) ? withKernel(path, 1) : path;
                });
          }
        },
        SpaceProperty.JSON_ROUND_TRIPS,
        "architecture: {\"steps\":[{\"kind\":\"GROUPED\",\"kernel\":3}]}",
        "expected: the codec reads it and writes it again so",
        "it writes " + SMALLEST_GROUPED);
  }

  @Test
  void codecThatComparesStartsOnly() {
    assertBreaks(
        comparing((json, text) -> json.startsWith(text)),
        SpaceProperty.JSON_ROUND_TRIPS,
        "expected: isJson says false to it without its last character",
        "it says true");
  }

  @Test
  void codecThatComparesLengthsOnly() {
    assertBreaks(
        comparing((json, text) -> text.length() == json.length()),
        SpaceProperty.JSON_ROUND_TRIPS,
        "expected: isJson says false to {\"steps\":[{\"kind\":\"",
        "it says true");
  }

  @Test
  void codecThatNeverSaysTheSame() {
    assertBreaks(
        comparing((json, text) -> false),
        SpaceProperty.JSON_ROUND_TRIPS,
        "expected: isJson says true to it inside another text",
        "it says false");
  }

  private static PathSpace comparing(BiPredicate<String, String> same) {
    ArchitectureCodec<Path> right = ArchitectureCodec.ofRecord(Path.class);
    return new PathSpace() {
      @Override
      public ArchitectureCodec<Path> codec() {
        return new ArchitectureCodec<>() {
          @Override
          public String toJson(Path architecture) {
            return right.toJson(architecture);
          }

          @Override
          public Path fromJson(String json) {
            return right.fromJson(json);
          }

          @Override
          public boolean isJson(Path architecture, String text, int start, int end) {
            return same.test(toJson(architecture), text.substring(start, end));
          }
        };
      }
    };
  }

  private static ArchitectureCodec<Path> codecOf(
      Function<Path, String> writer, Function<String, Path> reader) {
    return new ArchitectureCodec<>() {
      @Override
      public String toJson(Path architecture) {
        return writer.apply(architecture);
      }

      @Override
      public Path fromJson(String json) {
        return reader.apply(json);
      }
    };
  }

  /** Reads with regular expressions whatever comes. */
  private static PathSpace withLaxCodec(Supplier<RuntimeException> unknown) {
    ArchitectureCodec<Path> whole = ArchitectureCodec.ofRecord(Path.class);
    Pattern step = Pattern.compile("\"kind\":\"(\\w+)\",\"kernel\":(\\d)");
    return new PathSpace() {
      @Override
      public ArchitectureCodec<Path> codec() {
        return codecOf(
            whole::toJson,
            json -> {
              List<Step> steps =
                  step.matcher(json)
                      .results()
                      .map(
                          found ->
                              new Step(
                                  Kind.valueOf(found.group(1)), Integer.parseInt(found.group(2))))
                      .toList();
              if (steps.isEmpty()) {
                throw unknown.get();
              }
              return new Path(ImmutableList.copyOf(steps));
            });
      }
    };
  }

  @Test
  void codecThatReadsAnything() {
    assertBreaks(
        withLaxCodec(() -> new IllegalArgumentException("no steps")),
        SpaceProperty.JSON_IS_STRICT,
        "fromJson throws an IllegalArgumentException for \""
            + SMALLEST.substring(0, SMALLEST.length() - 1)
            + "\" (all but the last character)",
        "it read an architecture that is written as " + SMALLEST);
  }

  @Test
  void codecThatFailsOnMalformedText() {
    assertBreaks(
        withLaxCodec(() -> new IndexOutOfBoundsException("no first step")),
        SpaceProperty.JSON_IS_STRICT,
        "expected: fromJson throws an IllegalArgumentException for \"\" (nothing)",
        "it threw java.lang.IndexOutOfBoundsException: no first step");
  }

  @Test
  void textOfAnEarlierVersion() {
    assertBreaks(
        SpaceVerifier.of(new PathSpace()).reads(SMALLEST, "{\"steps\":[{\"kernel\":1}]}"),
        SpaceProperty.JSON_STAYS_READABLE,
        "architecture: {\"steps\":[{\"kernel\":1}]}",
        "Missing creator property 'kind'");
  }

  @Test
  void hashFromIdentity() {
    assertBreaks(
        new PathSpace() {
          @Override
          public String hash(Path path) {
            return Integer.toHexString(System.identityHashCode(path));
          }
        },
        SpaceProperty.HASH_IS_OF_JSON,
        "architecture: " + SMALLEST,
        "expected: hash is ");
  }

  @Test
  void hashThatCollides() {
    assertBreaks(
        new PathSpace() {
          @Override
          public String hash(Path path) {
            return super.hash(path(path.steps().get(0)));
          }
        },
        SpaceProperty.HASH_IS_OF_JSON,
        "architecture:"
            + " {\"steps\":[{\"kind\":\"FULL\",\"kernel\":1},{\"kind\":\"FULL\",\"kernel\":1}]}",
        "16 of the 20 architectures tried");
  }

  @Test
  void idFromIdentity() {
    Object settings = new Object();
    assertBreaks(
        new PathSpace() {
          @Override
          public String id() {
            return "paths with " + settings;
          }
        },
        SpaceProperty.ID_IS_STABLE,
        "which shows the identity of an object");
  }

  @Test
  void idThatCounts() {
    AtomicInteger calls = new AtomicInteger();
    assertBreaks(
        new PathSpace() {
          @Override
          public String id() {
            return "paths " + calls.incrementAndGet();
          }
        },
        SpaceProperty.ID_IS_STABLE,
        "expected: id() is paths ",
        " at every call");
  }

  @Test
  void networkThatDoesNotBuildForSome() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Network network(Path path) {
            if (path.steps().size() == 2 && has(path, Kind.GROUPED)) {
              throw new IllegalStateException("groups after groups");
            }
            return super.network(path);
          }
        },
        SpaceProperty.NETWORKS_BUILD,
        "{\"kind\":\"FULL\",\"kernel\":1},{\"kind\":\"GROUPED\",\"kernel\":1}",
        "expected: network(it) is built",
        "it threw java.lang.IllegalStateException: groups after groups",
        "12 of the 20 architectures tried; this is the smallest");
  }

  /** Found by changing the JSON; no draw has such a kernel. */
  @Test
  void validationThatForgetsACheck() {
    assertBreaks(
        new PathSpace() {
          @Override
          public void validate(Path path) {
            if (path.steps().isEmpty() || path.steps().size() > 2) {
              throw new IllegalArgumentException("path has no or too many steps");
            }
          }
        },
        SpaceProperty.NETWORKS_BUILD,
        "weight shape 0x0x2x2 has an extent below 1");
  }

  @Test
  void derivedWeightsThatAreShared() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Network derivedNetwork(Path path) {
            return network(path);
          }
        },
        SpaceProperty.NETWORKS_BUILD,
        "expected: all weights of derivedNetwork(it) are its own",
        "weight step0 is not: its source is Generated");
  }

  @Test
  void inputThatVaries() {
    assertBreaks(
        new PathSpace() {
          @Override
          Shape input(Path path) {
            return new Shape(4, has(path, Kind.FULL) ? 4 : 8, CHANNELS);
          }
        },
        SpaceProperty.SHAPES_ARE_CONSTANT,
        "architecture: " + SMALLEST_GROUPED,
        "expected: network leads from 4x4x2 to 1x1x3, as most networks do",
        "but: it leads from 4x8x2 to 1x1x3");
  }

  @Test
  void sharedTensorThatVaries() {
    assertBreaks(
        new PathSpace() {
          @Override
          Convolution convolution(Path path, int index) {
            Convolution same = super.convolution(path, index);
            WeightShape whole = WeightShape.vector(CHANNELS * path.steps().size());
            Weight bias =
                Weight.shared("bias" + index, WeightShape.vector(CHANNELS), "bias", whole);
            return new Convolution(same.kernel(), Optional.of(bias), 1, 1, 1, same.groups());
          }
        },
        SpaceProperty.SHARED_TENSORS_AGREE,
        "architecture: " + SMALLEST,
        "expected: network shares the tensor bias of shape 1x1x1x4, as most networks do",
        "but: it shares one of shape 1x1x1x2");
  }

  @Test
  void scoredWeightOfItsOwn() {
    assertBreaks(
        new PathSpace() {
          @Override
          Convolution convolution(Path path, int index) {
            Convolution same = super.convolution(path, index);
            Weight bias = Weight.own("bias" + index, WeightShape.vector(CHANNELS));
            return new Convolution(same.kernel(), Optional.of(bias), 1, 1, 1, same.groups());
          }
        },
        SpaceProperty.NETWORKS_BUILD,
        "expected: all weights of network(it) are generated or shared",
        "but: weight bias0 is its own");
  }

  @Test
  void derivedTopologyThatDiffers() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Network derivedNetwork(Path path) {
            validate(path);
            return assemble(path(path.steps().get(0)), true).withOwnWeights();
          }
        },
        SpaceProperty.DERIVED_NETWORKS_AGREE,
        "derivedNetwork has weight step1 of shape 1x1x2x2, as network has",
        "but: derivedNetwork has no weight of that name");
  }

  @Test
  void derivedOperationThatDiffers() {
    PathSpace dilated =
        new PathSpace() {
          @Override
          Convolution convolution(Path path, int index) {
            Convolution same = super.convolution(path, index);
            return new Convolution(same.kernel(), Optional.empty(), 1, 2, 1, same.groups());
          }
        };
    assertBreaks(
        new PathSpace() {
          @Override
          public Network derivedNetwork(Path path) {
            return dilated.derivedNetwork(path);
          }
        },
        SpaceProperty.DERIVED_NETWORKS_AGREE,
        "derivedNetwork computes what layer step0 of network does: Convolution of [input]");
  }

  @Test
  void encodingThatIgnoresAField() {
    assertBreaks(
        new PathSpace() {
          @Override
          ImmutableSortedSet<Integer> marks(Path path, int index) {
            return super.marks(path(path.steps().get(0), path.steps().get(0)), index);
          }
        },
        SpaceProperty.ENCODINGS_ARE_DISTINCT,
        "expected: an encoding that no other architecture has",
        "but: it has the encoding of {\"steps\":[{\"kind\":\"FULL\",\"kernel\":1},");
  }

  @Test
  void encodingOutOfRange() {
    assertBreaks(
        new PathSpace() {
          @Override
          ImmutableSortedSet<Integer> marks(Path path, int index) {
            return has(path, Kind.GROUPED)
                ? ImmutableSortedSet.of(weightGrid().fields().size())
                : super.marks(path, index);
          }
        },
        SpaceProperty.ENCODINGS_ARE_IN_RANGE,
        "architecture: " + SMALLEST_GROUPED,
        "expected: each generated weight of network(it) fits weightGrid()",
        "weight step0 marks feature 6; the fields of its space end at 5");
  }

  @Test
  void weightWiderThanTheGrid() {
    assertBreaks(
        new PathSpace() {
          @Override
          public WeightGrid weightGrid() {
            WeightGrid grid = super.weightGrid();
            return new WeightGrid(grid.rows(), 1, 1, grid.fields());
          }
        },
        SpaceProperty.ENCODINGS_ARE_IN_RANGE,
        "has more outputs than the grid writes");
  }

  @Test
  void networkThatCounts() {
    AtomicInteger networks = new AtomicInteger();
    assertBreaks(
        new PathSpace() {
          @Override
          Convolution convolution(Path path, int index) {
            Convolution same = super.convolution(path, index);
            Weight kernel = same.kernel();
            boolean normalised = networks.getAndIncrement() % 3 == 0;
            return new Convolution(
                new Weight(kernel.name(), kernel.shape(), kernel.source(), normalised),
                Optional.empty(),
                1,
                1,
                1,
                same.groups());
          }
        },
        SpaceProperty.NETWORKS_ARE_REPEATABLE,
        "(it) is the same at every call",
        "but: layer step0 is first …",
        "normalised=true",
        "normalised=false");
  }

  @Test
  void gridThatGrows() {
    AtomicInteger grids = new AtomicInteger();
    assertBreaks(
        new PathSpace() {
          @Override
          public WeightGrid weightGrid() {
            WeightGrid grid = super.weightGrid();
            int grown = grid.positions() + grids.getAndIncrement();
            return new WeightGrid(grid.rows(), grid.outputs(), grown, grid.fields());
          }
        },
        SpaceProperty.NETWORKS_ARE_REPEATABLE,
        "expected: weightGrid() is the same at every call",
        "but: it is first WeightGrid[rows=",
        ", then WeightGrid[rows=");
  }

  @Test
  void networkOfAnOutsider() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Network network(Path path) {
            return assemble(path, false);
          }
        },
        SpaceProperty.OUTSIDERS_ARE_REFUSED,
        "expected: network(it) throws an IllegalArgumentException that says why it is outside");
  }

  @Test
  void validationThatFails() {
    assertBreaks(
        new PathSpace() {
          @Override
          public void validate(Path path) {
            checkArgument(path.steps().get(0).kernel() <= 3, "the first kernel is too large");
            super.validate(path);
          }
        },
        SpaceProperty.OUTSIDERS_ARE_REFUSED,
        "architecture: {\"steps\":[]}",
        "validate(it) throws an IllegalArgumentException",
        "it threw java.lang.ArrayIndexOutOfBoundsException");
  }

  @Test
  void perturbationAtZeroThatChanges() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Path perturb(Path path, double probability, RandomGenerator random) {
            return super.perturb(path, Math.max(probability, 0.3), random);
          }
        },
        SpaceProperty.PERTURBATION_AT_ZERO_IS_NONE,
        "perturb(it, 0.0, new RandomStreams(0).stream(\"perturbation\"");
  }

  @Test
  void perturbationThatChangesNothing() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Path perturb(Path path, double probability, RandomGenerator random) {
            return path;
          }
        },
        SpaceProperty.PERTURBATION_AT_ONE_CHANGES,
        "architecture: " + SMALLEST,
        "but: all are the architecture itself");
  }

  @Test
  void perturbationStuckInAPart() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Path perturb(Path path, double probability, RandomGenerator random) {
            Path next = super.perturb(path, probability, random);
            return next.steps().size() == path.steps().size() ? next : path;
          }
        },
        SpaceProperty.PERTURBATION_REACHES_ALL,
        "expected: perturbations at probability 0.3 lead from " + SMALLEST + " to it",
        "16 of the 20 architectures known");
  }

  @Test
  void perturbationThatNeverShortens() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Path perturb(Path path, double probability, RandomGenerator random) {
            Path next = super.perturb(path, probability, random);
            return next.steps().size() < path.steps().size() ? path : next;
          }
        },
        SpaceProperty.PERTURBATION_REACHES_ALL,
        "lead from it to " + SMALLEST);
  }

  /** Of 87,380 architectures. */
  @Test
  void perturbationThatKeepsAnElementOfALargeSpace() {
    assertBreaks(
        new PathSpace(8) {
          @Override
          public Path perturb(Path path, double probability, RandomGenerator random) {
            Path next = super.perturb(path, probability, random);
            int kernel = path.steps().get(0).kernel();
            Step first = new Step(next.steps().get(0).kind(), kernel);
            return path(
                Stream.concat(Stream.of(first), next.steps().stream().skip(1))
                    .toArray(Step[]::new));
          }
        },
        SpaceProperty.PERTURBATION_REACHES_ALL,
        "make /steps/0/kernel 1, which many samples have there",
        "but: none of 20000 made it so");
  }

  @Test
  void perturbationThatNeverTakesAValueOfALargeSpace() {
    assertBreaks(
        new PathSpace(8) {
          @Override
          public Path perturb(Path path, double probability, RandomGenerator random) {
            Path next = super.perturb(path, probability, random);
            return next.steps().get(0).kind() == Kind.GROUPED ? path : next;
          }
        },
        SpaceProperty.PERTURBATION_REACHES_ALL,
        "make /steps/0/kind GROUPED");
  }

  @Test
  void architecturesNeverSampled() {
    assertBreaks(
        new PathSpace() {
          @Override
          public Path sample(RandomGenerator random) {
            Path path = super.sample(random);
            return has(path, Kind.GROUPED) && path.steps().size() == 2 ? withKernel(path, 1) : path;
          }
        },
        SpaceProperty.SAMPLING_COVERS_ALL,
        "{\"kind\":\"FULL\",\"kernel\":1},{\"kind\":\"GROUPED\",\"kernel\":3}",
        "expected: sample draws it",
        "9 of the 20 architectures known");
  }

  @Test
  void samplesOfFewAmongMany() {
    assertBreaks(
        new PathSpace(8) {
          @Override
          public Path sample(RandomGenerator random) {
            return path(step(random));
          }
        },
        SpaceProperty.SAMPLING_COVERS_ALL,
        "of 200 samples, which give 4 architectures");
  }

  @Test
  void otherThreadsGetOtherArchitectures() {
    Thread own = Thread.currentThread();
    assertBreaks(
        new PathSpace() {
          @Override
          public Path sample(RandomGenerator random) {
            Path path = super.sample(random);
            return Thread.currentThread().equals(own) ? path : withKernel(path, 1);
          }
        },
        SpaceProperty.THREADS_AGREE,
        "expected: 4 threads at once find what one finds alone");
  }

  @Test
  void spaceMadeAgainThatDiffers() {
    AtomicInteger made = new AtomicInteger();
    Supplier<PathSpace> maker = () -> withKernelFor(made.incrementAndGet());
    assertBreaks(
        SpaceVerifier.of(maker.get()).rebuiltBy(maker),
        SpaceProperty.REBUILT_SPACES_AGREE,
        "expected: the space made again agrees");
  }

  private static PathSpace withKernelFor(int number) {
    return new PathSpace() {
      @Override
      public Path sample(RandomGenerator random) {
        Path path = super.sample(random);
        return random.nextInt(2) == number % 2 ? path : super.sample(random);
      }
    };
  }

  /** Depends on the process, as hash codes of enum constants do. */
  static final class OfThisProcess implements Supplier<ArchitectureSpace<Path>> {
    @Override
    public ArchitectureSpace<Path> get() {
      return new PathSpace() {
        @Override
        public String id() {
          return "paths of process " + ProcessHandle.current().pid();
        }
      };
    }
  }

  @Test
  void spaceThatDependsOnTheJvm() {
    assertBreaks(
        SpaceVerifier.of(new OfThisProcess().get()).rebuiltInAnotherJvmBy(OfThisProcess.class),
        SpaceProperty.REBUILT_SPACES_AGREE,
        "architecture: the id",
        "expected: another JVM agrees: paths of process " + ProcessHandle.current().pid(),
        "but: paths of process ");
  }

  static final class Failing implements Supplier<ArchitectureSpace<Path>> {
    @Override
    public ArchitectureSpace<Path> get() {
      throw new IllegalStateException("no space here");
    }
  }

  @Test
  void anotherJvmThatFails() {
    assertBreaks(
        SpaceVerifier.of(new PathSpace()).rebuiltInAnotherJvmBy(Failing.class),
        SpaceProperty.REBUILT_SPACES_AGREE,
        "the other JVM failed to make the space with",
        "no space here");
  }

  @Test
  void severalFaultsAreReportedTheMostBasicFirst() {
    String message =
        failure(
            SpaceVerifier.of(
                    new PathSpace() {
                      @Override
                      public Path perturb(Path path, double probability, RandomGenerator random) {
                        return super.perturb(path, Math.max(probability, 0.3), random);
                      }

                      @Override
                      public String hash(Path path) {
                        return "same";
                      }

                      @Override
                      public String id() {
                        return " ";
                      }
                    })
                .seed(5));
    assertThat(properties(message))
        .containsExactly("HASH_IS_OF_JSON", "ID_IS_STABLE", "PERTURBATION_AT_ZERO_IS_NONE");
    assertThat(message)
        .contains("breaks 3 properties")
        .endsWith(
            "Repeat it with"
                + " SpaceVerifier.of(space).seed(5).samples(200).enumerateUpTo(300).verify().");
  }

  /** Of paths up to 30 steps, those of six and more with all four sorts of steps are broken. */
  @Test
  void aLargeOffenderShrinksToTheSmallest() {
    String message =
        failure(
            SpaceVerifier.of(
                new PathSpace(30) {
                  @Override
                  public Network network(Path path) {
                    Set<Step> kinds = new HashSet<>(path.steps());
                    if (kinds.size() == 4 && path.steps().size() >= 6) {
                      throw new IllegalStateException("too diverse");
                    }
                    return super.network(path);
                  }
                }));
    assertThat(properties(message)).containsExactly("NETWORKS_BUILD");
    String architecture =
        Splitter.on('\n').splitToList(message).stream()
            .filter(line -> line.contains("architecture: "))
            .findFirst()
            .orElseThrow();
    assertThat(Splitter.on("kind").splitToList(architecture)).hasSize(7);
    assertThat(message).contains("it threw java.lang.IllegalStateException: too diverse");
  }

  @Test
  void failuresAreTheSameAtEveryRun() {
    PathSpace broken =
        new PathSpace(6) {
          @Override
          public String hash(Path path) {
            return super.hash(path(path.steps().get(0)));
          }
        };
    assertThat(failure(SpaceVerifier.of(broken).seed(3)))
        .isEqualTo(failure(SpaceVerifier.of(broken).seed(3)));
  }

  @Test
  void whatIsExceptedIsNotVerified() {
    PathSpace broken =
        new PathSpace() {
          @Override
          public String hash(Path path) {
            return "same";
          }
        };
    SpaceVerifier.of(broken).except(SpaceProperty.HASH_IS_OF_JSON).verify();
  }
}
