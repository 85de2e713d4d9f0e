package org.smashnas.testing;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.smashnas.space.ArchitectureSpace;

/** One run over the properties. What presupposes a property that is broken is passed over. */
final class Verification<A> {
  /** How many of the smallest architectures the malformed texts are made from. */
  private static final int READ_STRICTLY = 3;

  private final ArchitectureSpace<A> space;
  private final VerifierSettings settings;
  private final Set<SpaceProperty> excepted;
  private final Specimens<A> specimens;
  private final Shrinking<A> shrinking;
  private final ArchitectureTexts<A> texts;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<SpaceProperty> passedOver = EnumSet.noneOf(SpaceProperty.class);

  Verification(ArchitectureSpace<A> space, VerifierSettings settings, Set<SpaceProperty> excepted) {
    this.space = space;
    this.settings = settings;
    this.excepted = excepted;
    this.texts = new ArchitectureTexts<>(space.codec());
    this.specimens = new Specimens<>(space, settings, texts);
    this.shrinking = new Shrinking<>(space, settings, texts, specimens);
  }

  void run(
      ImmutableList<String> readable,
      ImmutableList<Supplier<? extends ArchitectureSpace<A>>> rebuilt,
      ImmutableList<Class<? extends Supplier<? extends ArchitectureSpace<A>>>> rebuiltElsewhere) {
    verifyDraws();
    ValueChecks<A> values = new ValueChecks<>(space, settings, texts, specimens);
    verifyValues(values, readable);
    verifyNetworks();
    verifyPerturbation();
    verifyAgreement(rebuilt, rebuiltElsewhere);
    // Last, when everything else has had the architectures in its hands.
    verify(
        SpaceProperty.ARCHITECTURES_ARE_IMMUTABLE,
        property ->
            shrinking.smallest(
                property, specimens.drawn(), values.isImmutable(), values.isImmutable()),
        SpaceProperty.DRAWS_ARE_REPEATABLE);
  }

  /** What is broken, the most basic first. */
  ImmutableList<Finding> findings() {
    return findings.stream()
        .sorted(Comparator.comparing(Finding::property))
        .collect(ImmutableList.toImmutableList());
  }

  Set<SpaceProperty> passedOver() {
    return passedOver;
  }

  private DrawChecks<A> draws() {
    return new DrawChecks<>(space, settings, texts, specimens);
  }

  private void verifyDraws() {
    DrawChecks<A> draws = draws();
    verify(SpaceProperty.SAMPLES_ARE_INSIDE, property -> draws.samplesAreInside());
    verify(SpaceProperty.ANNEALED_SAMPLES_ARE_INSIDE, property -> draws.annealedSamplesAreInside());
    verify(
        SpaceProperty.PERTURBATIONS_ARE_INSIDE,
        property -> shrinking.smallest(property, draws.perturbationIsInside()));
    verify(SpaceProperty.DRAWS_ARE_REPEATABLE, property -> draws.drawsAreRepeatable());
  }

  private void verifyValues(ValueChecks<A> values, ImmutableList<String> readable) {
    verify(
        SpaceProperty.ARCHITECTURES_ARE_VALUES,
        property -> shrinking.smallest(property, values.isValue()),
        SpaceProperty.DRAWS_ARE_REPEATABLE);
    verify(
        SpaceProperty.JSON_ROUND_TRIPS,
        property -> shrinking.smallest(property, values.jsonRoundTrips()),
        SpaceProperty.ARCHITECTURES_ARE_VALUES);
    verify(
        SpaceProperty.JSON_IS_STRICT,
        property ->
            shrinking.smallest(
                property,
                specimens.smallest(READ_STRICTLY),
                values.jsonIsStrict(),
                values.jsonIsStrict()),
        SpaceProperty.JSON_ROUND_TRIPS);
    for (String json : readable) {
      verify(SpaceProperty.JSON_STAYS_READABLE, property -> values.staysReadable(property, json));
    }
    verify(
        SpaceProperty.HASH_IS_OF_JSON,
        property -> shrinking.smallest(property, values.hashIsOfJson()));
  }

  private void verifyNetworks() {
    NetworkChecks<A> networks = new NetworkChecks<>(space, texts, specimens);
    verify(
        SpaceProperty.NETWORKS_BUILD, property -> shrinking.smallest(property, networks.builds()));
    Map<String, A> built = networks.built();
    verifyBuilt(SpaceProperty.SHAPES_ARE_CONSTANT, built, networks.hasEnds(built));
    verifyBuilt(SpaceProperty.SHARED_TENSORS_AGREE, built, networks.sharesAlike(built));
    verifyBuilt(SpaceProperty.DERIVED_NETWORKS_AGREE, built, networks.derivedAgrees());
    verifyBuilt(SpaceProperty.ENCODINGS_ARE_IN_RANGE, built, networks.encodingIsInRange());
    verify(
        SpaceProperty.ENCODINGS_ARE_DISTINCT,
        property -> {
          NetworkChecks<A>.EncodingChecks encodings = networks.encodings(built);
          return shrinking.smallest(
              property, built, encodings.isDistinct(), encodings.isDistinctFromVariants());
        });
    verify(
        SpaceProperty.NETWORKS_ARE_REPEATABLE,
        property ->
            shrinking.smallest(property, built, networks.isRepeatable(), networks.isRepeatable()),
        SpaceProperty.JSON_ROUND_TRIPS);
    Check<A> none = architecture -> Mismatch.none();
    verify(
        SpaceProperty.OUTSIDERS_ARE_REFUSED,
        property -> shrinking.smallest(property, specimens.outside(), networks.isRefused(), none));
  }

  /** What is asked of built networks alone; on the way to a smaller one they may not build. */
  private void verifyBuilt(SpaceProperty property, Map<String, A> built, Check<A> check) {
    verify(property, any -> shrinking.smallest(property, built, check, check));
  }

  private void verifyPerturbation() {
    DrawChecks<A> draws = draws();
    verify(
        SpaceProperty.PERTURBATION_AT_ZERO_IS_NONE,
        property -> shrinking.smallest(property, draws.perturbationAtZeroIsNone()),
        SpaceProperty.PERTURBATIONS_ARE_INSIDE);
    verify(
        SpaceProperty.PERTURBATION_AT_ONE_CHANGES,
        property -> shrinking.smallest(property, draws.perturbationAtOneChanges()),
        SpaceProperty.PERTURBATIONS_ARE_INSIDE);
    Enumeration<A> enumeration = new Enumeration<>(space, settings, texts, specimens);
    verify(
        SpaceProperty.PERTURBATION_REACHES_ALL,
        property -> enumeration.perturbationReachesAll(),
        SpaceProperty.PERTURBATIONS_ARE_INSIDE,
        SpaceProperty.PERTURBATION_AT_ONE_CHANGES);
    verify(
        SpaceProperty.SAMPLING_COVERS_ALL,
        property -> enumeration.samplingCoversAll(),
        SpaceProperty.SAMPLES_ARE_INSIDE);
  }

  private void verifyAgreement(
      ImmutableList<Supplier<? extends ArchitectureSpace<A>>> rebuilt,
      ImmutableList<Class<? extends Supplier<? extends ArchitectureSpace<A>>>> rebuiltElsewhere) {
    AgreementChecks<A> agreement = new AgreementChecks<>(space, settings);
    verify(SpaceProperty.ID_IS_STABLE, property -> agreement.idIsStable());
    verify(
        SpaceProperty.THREADS_AGREE,
        property -> agreement.threadsAgree(),
        SpaceProperty.ID_IS_STABLE,
        SpaceProperty.DRAWS_ARE_REPEATABLE,
        SpaceProperty.NETWORKS_ARE_REPEATABLE,
        SpaceProperty.HASH_IS_OF_JSON);
    for (Supplier<? extends ArchitectureSpace<A>> again : rebuilt) {
      verify(
          SpaceProperty.REBUILT_SPACES_AGREE,
          property -> agreement.rebuiltAgrees(again),
          SpaceProperty.ID_IS_STABLE,
          SpaceProperty.DRAWS_ARE_REPEATABLE);
    }
    for (Class<? extends Supplier<? extends ArchitectureSpace<A>>> maker : rebuiltElsewhere) {
      verify(
          SpaceProperty.REBUILT_SPACES_AGREE,
          property -> agreement.otherJvmAgrees(maker),
          SpaceProperty.ID_IS_STABLE,
          SpaceProperty.DRAWS_ARE_REPEATABLE);
    }
  }

  /** Looks for the smallest thing that breaks a property. */
  @FunctionalInterface
  private interface PropertyCheck {
    Optional<Finding> of(SpaceProperty property);
  }

  private void verify(SpaceProperty property, PropertyCheck check, SpaceProperty... presupposed) {
    if (excepted.contains(property)) {
      return;
    }
    if (Stream.of(presupposed).anyMatch(this::isBroken)) {
      passedOver.add(property);
      return;
    }
    try {
      check.of(property).ifPresent(findings::add);
    } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
      Mismatch.thrown("no exception", thrown)
          .map(mismatch -> new Finding(property, "any", mismatch, "thrown on the way"))
          .ifPresent(findings::add);
    }
  }

  private boolean isBroken(SpaceProperty property) {
    return passedOver.contains(property)
        || findings.stream().anyMatch(finding -> finding.property() == property);
  }
}
