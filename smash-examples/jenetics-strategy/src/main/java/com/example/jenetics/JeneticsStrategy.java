package com.example.jenetics;

import com.google.common.collect.ImmutableList;
import io.jenetics.AnyChromosome;
import io.jenetics.AnyGene;
import io.jenetics.Genotype;
import io.jenetics.Mutator;
import io.jenetics.Phenotype;
import io.jenetics.engine.Engine;
import io.jenetics.engine.EvolutionStart;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.smashnas.search.Proposal;
import org.smashnas.search.SearchStrategy;
import org.smashnas.search.Trial;
import org.smashnas.space.ArchitectureSpace;

/**
 * A genetic algorithm of Jenetics over any space: an architecture is one gene, the space draws and
 * mutates it, and Jenetics selects.
 *
 * <p>Jenetics calls for fitness, a strategy is told of it. So each generation is one call of {@link
 * Engine#evolve}, whose evaluator marks the new individuals as not scored; these are proposed, and
 * get their errors before the next call. Everything happens on the search's thread with the
 * search's random numbers.
 *
 * @param populationSize architectures of a generation, at least 2
 * @param generations how many generations to breed, at least 1
 * @param probability of each element of an architecture to change when it is mutated
 * @param <A> the type of an architecture
 */
public record JeneticsStrategy<A>(int populationSize, int generations, double probability)
    implements SearchStrategy<A> {
  private static final double NOT_SCORED = Double.NaN;
  private static final double WORST = 1;

  public JeneticsStrategy {
    if (populationSize < 2 || generations < 1 || probability <= 0 || probability > 1) {
      throw new IllegalArgumentException(
          String.format(
              "population is %d, generations are %d, probability is %s; they must be at least 2, at"
                  + " least 1, and above 0 and at most 1",
              populationSize, generations, probability));
    }
  }

  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    return new Evolution(space, earlier);
  }

  /** The state of one search. */
  private final class Evolution implements Run<A> {
    private final Genotype<AnyGene<A>> samples;
    private final List<Trial<A>> earlier;
    private final Engine<AnyGene<A>, Double> engine;
    private final List<Phenotype<AnyGene<A>, Double>> population = new ArrayList<>();
    private final Deque<Integer> proposed = new ArrayDeque<>();
    private int generation;

    Evolution(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
      this.samples = Genotype.of(AnyChromosome.of(() -> space.sample(RandomRegistry.random())));
      this.earlier = earlier;
      this.engine =
          new Engine.Builder<AnyGene<A>, Double>(this::markNew, samples)
              .populationSize(populationSize)
              .minimizing()
              .alterers(new SpaceMutator(space))
              .executor(Runnable::run)
              .build();
    }

    private ISeq<Phenotype<AnyGene<A>, Double>> markNew(
        Seq<Phenotype<AnyGene<A>, Double>> individuals) {
      return individuals
          .<Phenotype<AnyGene<A>, Double>>map(
              each -> each.isEvaluated() ? each : each.withFitness(NOT_SCORED))
          .asISeq();
    }

    @Override
    public ImmutableList<Proposal<A>> propose(RandomGenerator random) {
      while (proposed.isEmpty() && generation < generations) {
        become(RandomRegistry.with(random, ignored -> generation == 0 ? first() : bred()));
      }
      return proposed.stream()
          .map(index -> Proposal.of(population.get(index).genotype().gene().allele()))
          .collect(ImmutableList.toImmutableList());
    }

    /** The best of the stages before, filled up with samples. */
    private ISeq<Phenotype<AnyGene<A>, Double>> first() {
      return Stream.concat(
              earlier.stream()
                  .filter(trial -> trial.proposal().fidelity() == 1 && !trial.reused())
                  .sorted(Comparator.comparingDouble(this::fitness))
                  .map(trial -> individual(genotype(trial.architecture()), fitness(trial))),
              Stream.generate(() -> individual(samples.newInstance(), NOT_SCORED)))
          .limit(populationSize)
          .collect(ISeq.toISeq());
    }

    private ISeq<Phenotype<AnyGene<A>, Double>> bred() {
      return engine.evolve(EvolutionStart.of(ISeq.of(population), generation)).population();
    }

    private void become(ISeq<Phenotype<AnyGene<A>, Double>> next) {
      population.clear();
      next.forEach(population::add);
      for (int index = 0; index < population.size(); index++) {
        if (population.get(index).fitness().isNaN()) {
          proposed.add(index);
        }
      }
      generation++;
    }

    private Genotype<AnyGene<A>> genotype(A architecture) {
      AnyGene<A> gene = samples.gene().newInstance(architecture);
      return Genotype.of(samples.chromosome().newInstance(ISeq.of(gene)));
    }

    private Phenotype<AnyGene<A>, Double> individual(
        Genotype<AnyGene<A>> genotype, double fitness) {
      return Phenotype.of(genotype, Math.max(1, generation), fitness);
    }

    private double fitness(Trial<A> trial) {
      return Double.isFinite(trial.error()) ? trial.error() : WORST;
    }

    @Override
    public void record(Trial<A> trial) {
      int index = proposed.remove();
      population.set(index, population.get(index).withFitness(fitness(trial)));
    }
  }

  /** Changes a gene as its space does. */
  private final class SpaceMutator extends Mutator<AnyGene<A>, Double> {
    private final ArchitectureSpace<A> space;

    SpaceMutator(ArchitectureSpace<A> space) {
      super(1);
      this.space = space;
    }

    @Override
    protected AnyGene<A> mutate(AnyGene<A> gene, RandomGenerator random) {
      return gene.newInstance(space.perturb(gene.allele(), probability, random));
    }
  }
}
