package com.example.jenetics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.SearchStrategy;
import org.smashnas.search.Strategies;
import org.smashnas.search.Trial;

class JeneticsStrategyTest {
  private static final MemoryBankSpace SPACE = SearchWithJenetics.space();

  /** A landscape with a known best end: the fewer trained scalars the better. */
  private static final Scorer<MemoryBank> SIZE =
      (architecture, fidelity) ->
          Score.ofError(Math.min(1, SPACE.derivedNetwork(architecture).parameters() / 100_000.0));

  private static SearchResult<MemoryBank> search(SearchStrategy<MemoryBank> strategy, long seed) {
    return Search.over(SPACE).scoredBy(SIZE).strategy(strategy).seed(seed).run();
  }

  private static SearchStrategy<MemoryBank> jenetics() {
    return new JeneticsStrategy<>(20, 10, 0.1);
  }

  @Test
  void itBeatsRandomSearchAtEqualTrials() {
    long wins =
        LongStream.range(0, 10)
            .filter(
                seed -> {
                  SearchResult<MemoryBank> found = search(jenetics(), seed);
                  int trials = found.trials().size();
                  return found.best().error()
                      <= search(Strategies.random(trials), seed).best().error();
                })
            .count();
    assertThat(wins).isGreaterThanOrEqualTo(8);
  }

  @Test
  void equalSeedsGiveEqualSearches() {
    assertThat(search(jenetics(), 3)).isEqualTo(search(jenetics(), 3));
    assertThat(search(jenetics(), 3)).isNotEqualTo(search(jenetics(), 4));
  }

  @Test
  void survivorsAreNotProposedAgain() {
    SearchResult<MemoryBank> found = search(jenetics(), 0);
    assertThat(found.trials())
        .hasSizeLessThan(200)
        .filteredOn(trial -> trial.generation() == 0)
        .hasSize(20);
    assertThat(found.trials()).filteredOn(trial -> trial.generation() == 1).hasSizeLessThan(20);
  }

  @Test
  void asALaterStageItStartsFromTheBestSoFar() {
    SearchResult<MemoryBank> found =
        search(Strategies.<MemoryBank>random(50).then(new JeneticsStrategy<>(10, 2, 0.1)), 0);
    double worstOfTen =
        found.trials().stream()
            .filter(trial -> trial.stage() == 0)
            .mapToDouble(Trial::error)
            .sorted()
            .skip(9)
            .findFirst()
            .orElseThrow();
    assertThat(found.trials())
        .filteredOn(trial -> trial.stage() == 1)
        .isNotEmpty()
        .extracting(Trial::error)
        .anyMatch(error -> error <= worstOfTen);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new JeneticsStrategy<>(1, 10, 0.1))
        .hasMessageContaining("population is 1");
  }
}
