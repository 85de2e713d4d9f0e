package org.smashnas.examples.commands;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.tf.TensorFlow;

/** The trained HyperNets of a study, in the order of its runs, until it is closed. */
final class StudiedHyperNets<A> implements AutoCloseable {
  private final List<HyperNet<A>> list = new ArrayList<>();

  private StudiedHyperNets() {}

  static <A> StudiedHyperNets<A> open(
      StudiedRuns runs, ArchitectureSpace<A> space, ExecutionOptions execution) {
    StudiedHyperNets<A> opened = new StudiedHyperNets<>();
    try {
      for (SavedRun run : runs.list()) {
        opened.list.add(TensorFlow.loadHyperNet(space, run.folder().hyperNet(), execution));
      }
      return opened;
    } catch (RuntimeException failure) {
      opened.close();
      throw failure;
    }
  }

  ImmutableList<HyperNet<A>> list() {
    return ImmutableList.copyOf(list);
  }

  @Override
  public void close() {
    list.forEach(HyperNet::close);
  }
}
